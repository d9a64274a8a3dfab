package io.backstory.window;

import io.backstory.chat.Content;
import io.backstory.chat.Content.MediaKind;
import io.backstory.chat.Cut;
import io.backstory.chat.FragmentMemo;
import io.backstory.chat.Message;
import io.backstory.chat.Picture;
import io.backstory.chat.Role;
import io.backstory.chat.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The forms a stored turn takes in a prompt. Each is a pure function of the log: no clock, no counter, no setting, so
 * that it renders to the same bytes whenever and wherever it is needed. It is made once and kept with its turn.
 */
final class Forms {
    private enum Form {
        TOOLS_CLEARED,
        MEDIA_CLEARED,
        BOTH_CLEARED,
        FIRST,
        FIRST_MEDIA_CLEARED
    }

    private Forms() {}

    /** A turn after the first one: with placeholders for what the cut says is cleared. */
    static Turn following(Turn turn, Cut cut) {
        boolean tools = turn.seq() < cut.tools() && Entry.sizesOf(turn).tools().parts() > 0;
        boolean media = turn.seq() < cut.media() && Entry.sizesOf(turn).media().parts() > 0;
        if (!tools && !media) {
            return turn;
        }
        Form form = !media ? Form.TOOLS_CLEARED : !tools ? Form.MEDIA_CLEARED : Form.BOTH_CLEARED;
        return turn.fragments().form(form, () -> {
            List<Message> input = tools ? toolsCleared(turn.input()) : turn.input();
            return shown(turn, media ? mediaCleared(input) : input);
        });
    }

    /**
     * The turn a prompt begins with. Results in it answer calls that are cut off, so it is shown without them; where
     * nothing a user says remains, the question its exchange began with comes instead.
     *
     * @param asker the turn that question is in; the turn itself, where it holds one
     */
    static Turn first(Turn turn, Turn asker, Cut cut) {
        boolean media = asker.seq() < cut.media() && hasMedia(asker.input());
        if (asker.seq() == turn.seq() && !media && Exchanges.resultsForEarlier(turn.input()) == 0) {
            return turn;
        }
        return turn.fragments().form(media ? Form.FIRST_MEDIA_CLEARED : Form.FIRST, () -> {
            List<Message> lead = asker.seq() == turn.seq()
                    ? Exchanges.withoutForeignResults(turn.input())
                    : Exchanges.question(asker.input());
            return shown(turn, media ? mediaCleared(lead) : lead);
        });
    }

    private static Turn shown(Turn turn, List<Message> input) {
        return turn.withInput(input).withFragments(new FragmentMemo());
    }

    /** Whether a placeholder would be much smaller. */
    static boolean isClearable(Content content) {
        return content instanceof Content.ToolResult result
                && bytes(result) > 2 * placeholder(result).length();
    }

    static boolean isClearableMedia(Content content) {
        return content instanceof Content.Attachment
                || (content instanceof Content.Media media && media.kind() != MediaKind.AUDIO);
    }

    private static boolean hasMedia(List<Message> input) {
        return any(input, Forms::isClearableMedia);
    }

    private static boolean any(List<Message> input, Predicate<Content> test) {
        return input.stream().anyMatch(message -> message.content().stream().anyMatch(test));
    }

    private static List<Message> toolsCleared(List<Message> input) {
        return input.stream()
                .map(message -> replaced(message, block -> isClearable(block) ? cleared(block) : block))
                .toList();
    }

    private static List<Message> mediaCleared(List<Message> input) {
        return input.stream()
                .map(message -> message.role() == Role.USER ? replaced(message, Forms::mediaCleared) : message)
                .toList();
    }

    private static Message replaced(Message message, UnaryOperator<Content> replace) {
        List<Content> content = new ArrayList<>();
        message.content().forEach(block -> content.add(replace.apply(block)));
        return content.equals(message.content()) ? message : new Message(message.role(), content, null);
    }

    private static Content cleared(Content block) {
        Content.ToolResult result = (Content.ToolResult) block;
        return new Content.ToolResult(result.callId(), List.of(new Content.Text(placeholder(result))), result.error());
    }

    private static String placeholder(Content.ToolResult result) {
        return "[tool result removed to fit the context window: " + bytes(result)
                + " bytes; call the tool again if needed]";
    }

    private static Content mediaCleared(Content block) {
        if (block instanceof Content.Attachment attachment) {
            return new Content.Text("[attachment \"" + attachment.name() + "\" " + attachment.digest() + " cleared]");
        }
        return block instanceof Content.Media media && isClearableMedia(block)
                ? new Content.Text(placeholder(media))
                : block;
    }

    private static String placeholder(Content.Media media) {
        if (media.kind() == MediaKind.IMAGE) {
            Picture picture = Walk.picture(media);
            return picture.isKnown()
                    ? "[image removed: " + picture.width() + "x" + picture.height() + "]"
                    : "[image removed]";
        }
        return "[" + media.kind().name().toLowerCase(Locale.ROOT) + " removed]";
    }

    private static int bytes(Content.ToolResult result) {
        Walk walk = new Walk(Utf8::length);
        result.content().forEach(walk::block);
        return walk.sum() + 4 * walk.other();
    }
}
