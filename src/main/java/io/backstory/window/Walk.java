package io.backstory.window;

import io.backstory.chat.Content;
import io.backstory.chat.Content.Base64Source;
import io.backstory.chat.Content.Media;
import io.backstory.chat.Content.MediaKind;
import io.backstory.chat.Message;
import io.backstory.chat.Picture;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Goes through the blocks of messages and adds up the sizes of their texts, whatever measures these, and the tokens of
 * what is no text.
 *
 * <p>Text documents count as their text, others a token for every 8 bytes and at least a page's worth; sound a token for
 * every 500 bytes; what is only referred to, a constant; reasoning and opaque state, which often stay out of later
 * prompts, a token for every 4 bytes.
 */
final class Walk {
    static final int PAGE = 1_500;
    static final int UNKNOWN_FILE = 6_000;
    /** A call's or a result's frame. */
    private static final int CALL = 8;
    /** The two lines with count, name and digest around an attachment. */
    private static final int ATTACHMENT = 32;

    private static final int DOCUMENT_BYTES = 8;
    private static final int SOUND_BYTES = 500;
    private static final int OPAQUE_BYTES = 4;

    private final ToIntFunction<String> size;
    private final List<Picture> pictures = new ArrayList<>();
    private TextKind.Tally tally = new TextKind.Tally();
    private long sum;
    private int blocks;
    private long other;
    private boolean inResult;

    Walk(ToIntFunction<String> size) {
        this.size = size;
    }

    int sum() {
        return Texts.clamp(sum);
    }

    int blocks() {
        return blocks;
    }

    int other() {
        return Texts.clamp(other);
    }

    List<Picture> pictures() {
        return pictures;
    }

    /** Adds a message and tells its kind. */
    TextKind message(Message message) {
        tally = new TextKind.Tally();
        message.content().forEach(this::block);
        return tally.kind();
    }

    void text(String text) {
        sum += size.applyAsInt(text);
        blocks++;
        tally.add(text);
    }

    void block(Content content) {
        if (content instanceof Content.Text block) {
            text(block.text());
        } else if (content instanceof Content.Attachment block) {
            other += ATTACHMENT;
            text(block.name());
            text(block.content());
        } else if (content instanceof Media block) {
            media(block);
        } else if (content instanceof Content.ToolCall block) {
            other += CALL;
            text(block.id());
            text(block.name());
            text(block.arguments());
        } else if (content instanceof Content.ToolResult block) {
            other += CALL;
            text(block.callId());
            inResult = true;
            block.content().forEach(this::block);
            inResult = false;
        } else {
            modelBlock(content);
        }
    }

    private void modelBlock(Content content) {
        if (content instanceof Content.Reasoning block) {
            other += opaque(block.text().length());
            other += block.signature() == null ? 0 : opaque(block.signature().length());
        } else if (content instanceof Content.Refusal block) {
            text(block.text());
        } else if (content instanceof Content.Opaque block) {
            other += opaque(block.json().length());
        } else {
            throw new AssertionError("a block nobody measures: " + content.getClass());
        }
    }

    private void media(Media media) {
        if (media.kind() == MediaKind.IMAGE) {
            Picture picture = picture(media);
            if (inResult) {
                other += PictureRule.SMALL_PATCHES.tokens(picture);
            } else {
                pictures.add(picture);
            }
        } else if (!(media.source() instanceof Base64Source source)) {
            other += UNKNOWN_FILE;
        } else if (media.mediaType().startsWith("text/")) {
            text(decoded(source.data()));
        } else {
            int bytes = source.data().length() / 4 * 3;
            other += media.kind() == MediaKind.AUDIO ? 1 + bytes / SOUND_BYTES : Math.max(PAGE, bytes / DOCUMENT_BYTES);
        }
    }

    static Picture picture(Media media) {
        boolean low = "low".equals(media.detail());
        return media.source() instanceof Base64Source source
                ? ImageSize.ofBase64(source.data())
                        .map(size -> new Picture(size.width(), size.height(), low))
                        .orElse(new Picture(0, 0, low))
                : new Picture(0, 0, low);
    }

    private static int opaque(int bytes) {
        return (bytes + OPAQUE_BYTES - 1) / OPAQUE_BYTES;
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return base64;
        }
    }
}
