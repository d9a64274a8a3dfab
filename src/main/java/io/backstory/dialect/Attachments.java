package io.backstory.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backstory.chat.Content;
import io.backstory.chat.Content.Attachment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
        String id = id(attachment);
        String lineEnd = attachment.content().endsWith("\n") ? "" : "\n";
        return "[attachment " + (count(siblings.subList(0, index)) + 1) + "/" + count(siblings) + " \""
                + attachment.name() + "\" " + id + "]\n" + attachment.content() + lineEnd + "[/attachment " + id + "]";
    }

    /** What stands in for an attachment the window has cleared. */
    public static String cleared(Attachment attachment) {
        return "[attachment \"" + attachment.name() + "\" " + id(attachment) + " cleared]";
    }

    private static long count(List<Content> blocks) {
        return blocks.stream().filter(Attachment.class::isInstance).count();
    }

    private static String id(Attachment attachment) {
        MessageDigest sha256 = sha256();
        sha256.update(attachment.name().getBytes(UTF_8));
        sha256.update((byte) 0);
        return HexFormat.of().formatHex(sha256.digest(attachment.content().getBytes(UTF_8)), 0, 4);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
