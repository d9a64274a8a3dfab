package io.backstory.turn;

import io.backstory.chat.Content;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * A message reduced to what counts when two histories are compared: role, text without the white space around it and with
 * LF line ends, media by source, calls by id, name and arguments, results by call id and content. Adjacent messages of
 * one role count as one.
 *
 * @param lastIndex place of the last message that went into it
 */
record CanonicalMessage(Role role, String text, int lastIndex) {

    static List<CanonicalMessage> of(List<Message> messages) {
        List<CanonicalMessage> canonical = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            CanonicalMessage next = new CanonicalMessage(message.role(), textOf(message), i);
            int last = canonical.size() - 1;
            if (last >= 0 && canonical.get(last).role == next.role) {
                next = new CanonicalMessage(next.role, canonical.get(last).text + next.text, i);
                canonical.remove(last);
            }
            canonical.add(next);
        }
        return canonical;
    }

    boolean sameAs(CanonicalMessage other) {
        return role == other.role && text.equals(other.text);
    }

    private static String textOf(Message message) {
        StringBuilder text = new StringBuilder();
        message.content().forEach(content -> append(content, text));
        return text.toString();
    }

    /** Each block is framed by control characters no kind of content begins with. */
    private static void append(Content content, StringBuilder out) {
        if (content instanceof Content.Text text) {
            appendText(text.text(), out);
        } else if (content instanceof Content.Refusal refusal) {
            appendText(refusal.text(), out);
        } else if (content instanceof Content.Attachment attachment) {
            out.append("\u0001a").append(attachment.name()).append('\u0002').append(attachment.content());
        } else if (content instanceof Content.Media media) {
            out.append("\u0001m").append(media.source());
        } else if (content instanceof Content.ToolCall call) {
            out.append("\u0001c").append(call.id()).append('\u0002').append(call.name());
            out.append('\u0002').append(call.arguments().replaceAll("\\s", ""));
        } else if (content instanceof Content.ToolResult result) {
            out.append("\u0001r").append(result.callId()).append('\u0002');
            result.content().forEach(part -> append(part, out));
        } else if (!(content instanceof Content.Reasoning) && !(content instanceof Content.Opaque)) {
            throw new AssertionError(content.getClass());
        }
    }

    private static void appendText(String text, StringBuilder out) {
        String trimmed = text.replace("\r\n", "\n").strip();
        if (!trimmed.isEmpty()) {
            out.append("\u0001t").append(trimmed);
        }
    }
}
