package io.backstory.window;

import io.backstory.chat.Content;
import io.backstory.chat.Measure;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Tool;
import io.backstory.chat.TurnSizes.Clearable;
import io.backstory.chat.Verbatim;
import java.util.List;

/**
 * Measures messages and heads without a tokenizer, in time proportional to their bytes. May run on an event loop.
 */
public final class Measurer {
    /** Characters; a millisecond or less. Media and attachments are looked at on a worker. */
    private static final int QUICK = 64 * 1024;

    private Measurer() {}

    /** Whether measuring these takes so little time that an event loop may wait for it. */
    public static boolean isQuick(List<Message> messages) {
        long length = 0;
        for (Message message : messages) {
            for (Content block : message.content()) {
                length += length(block);
            }
        }
        return length <= QUICK;
    }

    private static long length(Content block) {
        if (block instanceof Content.Text text) {
            return text.text().length();
        }
        if (block instanceof Content.ToolResult result) {
            return result.content().stream().mapToLong(Measurer::length).sum();
        }
        if (block instanceof Content.ToolCall call) {
            return call.arguments().length();
        }
        return block instanceof Content.Reasoning || block instanceof Content.Refusal ? 0 : QUICK + 1;
    }

    /** Measures new messages. */
    public static InputSize input(List<Message> messages) {
        Walk walk = new Walk(Utf8::length);
        KindSums bytes = KindSums.NONE;
        int attachments = 0;
        for (Message message : messages) {
            int before = walk.sum();
            TextKind kind = walk.message(message);
            bytes = bytes.plus(kind, walk.sum() - before);
            attachments += attachments(message);
        }
        return new InputSize(
                measure(walk, messages.size()),
                bytes,
                null,
                tools(messages),
                media(messages),
                attachments,
                Exchanges.speaks(messages),
                Exchanges.resultsForEarlier(messages));
    }

    /** Measures what a model said, or what a client brought along. */
    public static Measure of(List<Message> messages) {
        Walk walk = new Walk(Utf8::length);
        messages.forEach(walk::message);
        return measure(walk, messages.size());
    }

    /** Measures instructions and tools. */
    public static HeadSize head(List<Message> instructions, List<Tool> tools) {
        HeadHash hash = new HeadHash();
        Walk said = new Walk(text -> hash.add(text));
        instructions.forEach(said::message);
        Walk offered = new Walk(text -> hash.add(text));
        tools.forEach(tool -> tool(tool, offered));
        return new HeadSize(hash.value(), measure(said, instructions.size()), measure(offered, tools.size()));
    }

    static void tool(Tool tool, Walk walk) {
        Verbatim verbatim = tool.verbatim();
        if (!tool.isFunction() && verbatim != null) {
            walk.text(verbatim.json().utf8());
            return;
        }
        walk.text(tool.name());
        if (tool.description() != null) {
            walk.text(tool.description());
        }
        if (tool.parameters() != null) {
            walk.text(tool.parameters());
        }
    }

    private static Measure measure(Walk walk, int messages) {
        return new Measure(messages, walk.blocks(), walk.sum(), Measure.NOT_COUNTED, walk.other(), walk.pictures());
    }

    private static int attachments(Message message) {
        int bytes = 0;
        for (Content block : message.content()) {
            bytes += block instanceof Content.Attachment attachment ? Utf8.length(attachment.content()) : 0;
        }
        return bytes;
    }

    /** What clearing the tool results of these messages takes away. */
    static Clearable tools(List<Message> messages) {
        Clearable all = Clearable.NONE;
        for (Message message : messages) {
            for (Content.ToolResult result : message.toolResults()) {
                Walk walk = new Walk(Utf8::length);
                result.content().forEach(walk::block);
                if (Forms.isClearable(result)) {
                    all = all.plus(new Clearable(walk.sum(), 1, walk.other()));
                }
            }
        }
        return all;
    }

    /** What clearing the attachments and media of the user messages takes away. */
    static Clearable media(List<Message> messages) {
        Clearable all = Clearable.NONE;
        for (Message message : messages) {
            for (Content block : message.role() == Role.USER ? message.content() : List.<Content>of()) {
                if (Forms.isClearableMedia(block)) {
                    Walk walk = new Walk(Utf8::length);
                    walk.block(block);
                    all = all.plus(new Clearable(walk.sum(), 1, walk.other()));
                }
            }
        }
        return all;
    }
}
