package io.backstory.dialect;

import io.backstory.chat.Content;
import io.backstory.chat.Content.Attachment;
import java.util.List;

/**
 * The text an attachment becomes in a prompt, the same for every provider, so that its tokens can be counted once. A frame
 * carries an id made from its content, which therefore cannot close it.
 */
public final class Attachments {
    private Attachments() {}

    /**
     * The framed text of an attachment.
     *
     * @param siblings the blocks of the message, whose attachments are numbered in order
     * @param index place of the attachment among {@code siblings}
     */
    public static String frame(List<Content> siblings, int index) {
        Attachment attachment = (Attachment) siblings.get(index);
        String id = attachment.digest();
        String lineEnd = attachment.content().endsWith("\n") ? "" : "\n";
        return "[attachment " + (count(siblings.subList(0, index)) + 1) + "/" + count(siblings) + " \""
                + attachment.name() + "\" " + id + "]\n" + attachment.content() + lineEnd + "[/attachment " + id + "]";
    }

    private static long count(List<Content> blocks) {
        return blocks.stream().filter(Attachment.class::isInstance).count();
    }
}
