package io.backstory.dialect.anthropic;

import io.backstory.chat.Content;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.dialect.Attachments;
import io.backstory.dialect.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes typed content as blocks. Blank text is left out, because the provider refuses it; text of a refusal is text.
 *
 * @param reasoning whether signed reasoning and blocks of this format's own go along, which only their origin accepts
 * @param files whether file ids mean something to the provider
 */
record Blocks(boolean reasoning, boolean files) {

    /** What of the message is written, in order. */
    List<Content> sendable(Message message) {
        List<Content> all = message.content();
        List<Content> sent = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            Content block = all.get(i);
            if (block instanceof Content.Attachment) {
                sent.add(new Content.Text(Attachments.frame(all, i)));
            } else if (block instanceof Content.Refusal refusal) {
                addText(refusal.text(), sent);
            } else if (block instanceof Content.Text text) {
                addText(text.text(), sent);
            } else if (isSendable(block)) {
                sent.add(block);
            }
        }
        return sent;
    }

    /** Opaque reasoning of the message that {@link #sendable} leaves out. */
    int dropped(Message message) {
        return reasoning
                ? 0
                : (int) message.content().stream()
                        .filter(Blocks::isOpaqueReasoning)
                        .count();
    }

    void write(List<Content> blocks, JsonWriter json) {
        blocks.forEach(block -> write(block, json));
    }

    void write(Content block, JsonWriter json) {
        if (block instanceof Content.Text text) {
            writeText(text.text(), json);
        } else if (block instanceof Content.ToolCall call) {
            writeCall(call, json);
        } else if (block instanceof Content.ToolResult result) {
            writeResult(result, json);
        } else if (block instanceof Content.Media media) {
            new MediaBlocks(files).write(media, json);
        } else if (block instanceof Content.Reasoning thought) {
            writeReasoning(thought, json);
        } else if (block instanceof Content.Opaque opaque) {
            json.raw(opaque.json());
        } else {
            throw new AssertionError("not sendable: " + block.getClass());
        }
    }

    static void writeText(String text, JsonWriter json) {
        json.object().name("type").value("text").name("text").value(text).endObject();
    }

    private boolean isSendable(Content block) {
        if (block instanceof Content.Reasoning thought) {
            return reasoning && thought.signature() != null;
        }
        if (block instanceof Content.Opaque opaque) {
            return reasoning && opaque.dialect().equals(Wire.DIALECT);
        }
        return true;
    }

    private static boolean isOpaqueReasoning(Content block) {
        if (block instanceof Content.Opaque opaque) {
            return opaque.type().contains("thinking") || opaque.type().contains("reasoning");
        }
        return block instanceof Content.Reasoning thought && thought.signature() != null;
    }

    private static void addText(String text, List<Content> sent) {
        if (!text.isBlank()) {
            sent.add(new Content.Text(text));
        }
    }

    private static void writeReasoning(Content.Reasoning thought, JsonWriter json) {
        json.object().name("type").value("thinking");
        json.name("thinking").value(thought.text());
        json.name("signature").value(thought.signature()).endObject();
    }

    private static void writeCall(Content.ToolCall call, JsonWriter json) {
        json.object().name("type").value("tool_use");
        json.name("id").value(ToolIds.legal(call.id()));
        json.name("name").value(call.name());
        json.name("input").raw(ToolInput.object(call.arguments())).endObject();
    }

    private void writeResult(Content.ToolResult result, JsonWriter json) {
        json.object().name("type").value("tool_result");
        json.name("tool_use_id").value(ToolIds.legal(result.callId()));
        if (result.error()) {
            json.name("is_error").value(true);
        }
        List<Content> content = sendable(new Message(Role.TOOL, result.content(), null));
        if (content.size() == 1 && content.get(0) instanceof Content.Text text) {
            json.name("content").value(text.text());
        } else if (!content.isEmpty()) {
            json.name("content").array();
            write(content, json);
            json.endArray();
        }
        json.endObject();
    }
}
