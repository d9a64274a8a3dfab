package io.backstory.window;

import io.backstory.chat.Content;
import io.backstory.chat.Message;
import io.backstory.chat.Tool;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What messages and tools cost, whatever measures their texts. The framing is that of the o200k models: 4 tokens a
 * message, 3 that start the reply, 16 when there are tools and 6 for each.
 */
final class MessageTokens {
    /** Never too small and made without a tokenizer: a token for each byte. */
    static final MessageTokens BYTE_BOUND = new MessageTokens(text -> Utf8.length(text) + 1);

    static final int MESSAGE = 4;
    static final int REPLY = 3;
    static final int TOOLS = 16;
    static final int TOOL = 6;
    /** A call's or a result's frame. */
    static final int CALL = 8;
    /** The two lines with count, name and digest around an attachment. */
    static final int ATTACHMENT = 32;

    private static final int OPAQUE_BYTES = 4;

    private final ToIntFunction<String> text;

    MessageTokens(ToIntFunction<String> text) {
        this.text = text;
    }

    int of(List<Message> messages) {
        long tokens = 0;
        for (Message message : messages) {
            tokens += MESSAGE + blocks(message.content());
        }
        return clamp(tokens);
    }

    /** Counts each block once and keeps the attachments' part apart. */
    InputTokens input(List<Message> messages) {
        long tokens = 0;
        long attachments = 0;
        for (Message message : messages) {
            tokens += MESSAGE;
            for (Content block : message.content()) {
                long size = block(block);
                tokens += size;
                attachments += block instanceof Content.Attachment ? size : 0;
            }
        }
        boolean answers = Exchanges.answersEarlier(messages);
        return new InputTokens(clamp(tokens), clamp(attachments), Exchanges.startsWith(messages), answers);
    }

    int tools(List<Tool> tools) {
        long tokens = tools.isEmpty() ? 0 : TOOLS;
        for (Tool tool : tools) {
            tokens += TOOL + definition(tool);
        }
        return clamp(tokens);
    }

    private long definition(Tool tool) {
        if (!tool.isFunction() && tool.verbatim() != null) {
            return text.applyAsInt(tool.verbatim().json().utf8());
        }
        long tokens = text.applyAsInt(tool.name());
        tokens += tool.description() == null ? 0 : text.applyAsInt(tool.description());
        return tokens + (tool.parameters() == null ? 0 : text.applyAsInt(tool.parameters()));
    }

    private long blocks(List<Content> content) {
        long tokens = 0;
        for (Content block : content) {
            tokens += block(block);
        }
        return tokens;
    }

    private long block(Content content) {
        if (content instanceof Content.Text block) {
            return text.applyAsInt(block.text());
        }
        if (content instanceof Content.Attachment block) {
            return ATTACHMENT + (long) text.applyAsInt(block.name()) + text.applyAsInt(block.content());
        }
        if (content instanceof Content.Media block) {
            return MediaTokens.of(block, text);
        }
        if (content instanceof Content.ToolCall block) {
            return CALL + (long) text.applyAsInt(block.name()) + text.applyAsInt(block.arguments());
        }
        if (content instanceof Content.ToolResult block) {
            return CALL + blocks(block.content());
        }
        return modelBlock(content);
    }

    private long modelBlock(Content content) {
        if (content instanceof Content.Reasoning block) {
            return text.applyAsInt(block.text())
                    + (block.signature() == null ? 0 : opaque(block.signature().length()));
        }
        if (content instanceof Content.Refusal block) {
            return text.applyAsInt(block.text());
        }
        if (content instanceof Content.Opaque block) {
            return opaque(block.json().length());
        }
        throw new AssertionError("a block nobody counts: " + content.getClass());
    }

    private static long opaque(int bytes) {
        return ((long) bytes + OPAQUE_BYTES - 1) / OPAQUE_BYTES;
    }

    private static int clamp(long tokens) {
        return (int) Math.min(tokens, Integer.MAX_VALUE);
    }
}
