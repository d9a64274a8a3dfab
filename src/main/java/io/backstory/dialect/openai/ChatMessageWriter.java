package io.backstory.dialect.openai;

import io.backstory.chat.Bytes;
import io.backstory.chat.Content;
import io.backstory.chat.Message;
import io.backstory.dialect.Attachments;
import io.backstory.dialect.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes messages: spliced where they were written in this format, else from their blocks.
 *
 * <p>What the format cannot say becomes text where it is content (an image a tool returned, the error state of a result)
 * and is left out where it is opaque state of another format (signed reasoning, which is counted).
 */
final class ChatMessageWriter {
    private final JsonWriter json;
    private final Set<String> customCalls;
    private int droppedReasoning;

    ChatMessageWriter(JsonWriter json) {
        this(json, Set.of());
    }

    /**
     * @param customCalls ids of the calls that are written as calls of a free-text tool
     */
    ChatMessageWriter(JsonWriter json, Set<String> customCalls) {
        this.json = json;
        this.customCalls = customCalls;
    }

    int droppedReasoning() {
        return droppedReasoning;
    }

    /**
     * Writes a message, as several where it holds results of several calls.
     *
     * @param replay whether the bytes it was read from may be sent to this target
     */
    void write(Message message, boolean replay) {
        Bytes own = ChatWire.ours(message.verbatim());
        if (own != null && replay) {
            json.raw(own);
            return;
        }
        message.toolResults().forEach(this::result);
        switch (message.role()) {
            case ASSISTANT -> assistant(message.content(), "");
            case TOOL -> rest(message, "user");
            default -> rest(message, message.role().name().toLowerCase(Locale.ROOT));
        }
    }

    /** Writes a message of one text with a breakpoint of the prompt cache behind it; false, and nothing, for another. */
    boolean writeWithBreakpoint(Message message) {
        if (message.content().size() != 1 || !(message.content().get(0) instanceof Content.Text text)) {
            return false;
        }
        json.object().name("role").value(message.role().name().toLowerCase(Locale.ROOT));
        json.name("content").array().object().name("type").value("text");
        json.name("text").value(text.text());
        json.name("prompt_cache_breakpoint")
                .object()
                .name("mode")
                .value("explicit")
                .endObject();
        json.endObject().endArray().endObject();
        return true;
    }

    /**
     * Writes an assistant message, or nothing when no block of it can be sent: an empty one is refused by many servers.
     *
     * @param reasoning text of {@code reasoning_content}, empty for none
     */
    void assistant(List<Content> content, String reasoning) {
        List<Content> said = new ArrayList<>();
        List<Content.ToolCall> calls = new ArrayList<>();
        for (Content block : content) {
            if (block instanceof Content.ToolCall call) {
                calls.add(call);
            } else if (isSent(block)) {
                said.add(block);
            }
        }
        if (said.isEmpty() && calls.isEmpty()) {
            return;
        }
        json.object().name("role").value("assistant").name("content");
        content(said, true);
        calls(calls);
        if (!reasoning.isEmpty()) {
            json.name("reasoning_content").value(reasoning);
        }
        json.endObject();
    }

    private void rest(Message message, String role) {
        List<Content> said = message.content().stream().filter(this::isSent).toList();
        if (said.isEmpty() && !message.toolResults().isEmpty()) {
            return;
        }
        json.object().name("role").value(role).name("content");
        if (said.isEmpty()) {
            json.value("");
        } else {
            content(said, false);
        }
        json.endObject();
    }

    private void content(List<Content> said, boolean assistant) {
        if (said.isEmpty()) {
            json.nullValue();
        } else if (said.size() == 1 && said.get(0) instanceof Content.Text only) {
            json.value(only.text());
        } else {
            json.array();
            for (int i = 0; i < said.size(); i++) {
                part(said, i, assistant);
            }
            json.endArray();
        }
    }

    private void part(List<Content> said, int index, boolean assistant) {
        Content block = said.get(index);
        if (block instanceof Content.Text text) {
            ChatMedia.textPart(json, text.text());
        } else if (block instanceof Content.Attachment) {
            ChatMedia.textPart(json, Attachments.frame(said, index));
        } else if (block instanceof Content.Refusal refusal) {
            refusal(refusal.text(), assistant);
        } else if (block instanceof Content.Opaque opaque) {
            json.raw(opaque.json());
        } else if (block instanceof Content.Media media) {
            media(media, assistant);
        } else {
            throw new AssertionError("no content part for " + block.getClass());
        }
    }

    private void refusal(String text, boolean assistant) {
        if (assistant) {
            json.object()
                    .name("type")
                    .value("refusal")
                    .name("refusal")
                    .value(text)
                    .endObject();
        } else {
            ChatMedia.textPart(json, text);
        }
    }

    private void media(Content.Media media, boolean assistant) {
        if (assistant) {
            ChatMedia.textPart(json, ChatMedia.placeholder(media));
        } else {
            ChatMedia.write(json, media);
        }
    }

    private void calls(List<Content.ToolCall> calls) {
        if (calls.isEmpty()) {
            return;
        }
        json.name("tool_calls").array();
        calls.forEach(this::call);
        json.endArray();
    }

    private void call(Content.ToolCall call) {
        boolean custom = customCalls.contains(call.id());
        String type = custom ? "custom" : "function";
        String arguments = call.arguments().isBlank() && !custom ? "{}" : call.arguments();
        json.object().name("id").value(call.id()).name("type").value(type);
        json.name(type).object().name("name").value(call.name());
        json.name(custom ? "input" : "arguments").value(arguments).endObject();
        json.endObject();
    }

    private void result(Content.ToolResult result) {
        json.object().name("role").value("tool").name("tool_call_id").value(result.callId());
        json.name("content").value(ToolResultText.of(result)).endObject();
    }

    private boolean isSent(Content block) {
        if (block instanceof Content.Reasoning reasoning) {
            droppedReasoning += reasoning.signature() == null ? 0 : 1;
            return false;
        }
        if (block instanceof Content.Opaque opaque && !opaque.dialect().equals(ChatWire.DIALECT)) {
            droppedReasoning +=
                    opaque.type().contains("thinking") || opaque.type().contains("reasoning") ? 1 : 0;
            return false;
        }
        return !(block instanceof Content.ToolResult) && !(block instanceof Content.ToolCall);
    }
}
