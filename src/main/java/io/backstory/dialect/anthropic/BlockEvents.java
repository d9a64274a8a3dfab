package io.backstory.dialect.anthropic;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.Content;
import io.backstory.chat.Message;
import io.backstory.dialect.JsonWriter;
import io.backstory.sse.SseEncoder;
import java.util.function.Consumer;

/**
 * Writes the hub's events as block events, for replies of other formats. Numbers are counted here, because blocks that
 * the format does not show are passed over.
 */
final class BlockEvents {
    private static final int NONE = -1;

    private final boolean showsReasoning;
    private int open = NONE;
    private int next;

    /** @param showsReasoning whether a provider of this format signed it, so that a client may send it back */
    BlockEvents(boolean showsReasoning) {
        this.showsReasoning = showsReasoning;
    }

    boolean hasWritten() {
        return next > 0;
    }

    void write(ChatEvent event, Consumer<Bytes> out) {
        if (event instanceof ChatEvent.TextDelta text) {
            writeText(text.block(), text.text(), out);
        } else if (event instanceof ChatEvent.RefusalDelta refusal) {
            writeText(refusal.block(), refusal.text(), out);
        } else if (event instanceof ChatEvent.ToolCallStarted call) {
            JsonWriter block = new JsonWriter();
            ReplyJson.writeCall(call.id(), call.name(), Bytes.utf8("{}"), block);
            open(call.block(), block.toBytes(), out);
        } else if (event instanceof ChatEvent.ToolCallDelta call) {
            delta("input_json_delta", "partial_json", call.arguments(), out);
        } else if (event instanceof ChatEvent.OpaqueBlock opaque
                && opaque.content().dialect().equals(Wire.DIALECT)) {
            open(opaque.block(), opaque.content().json(), out);
        } else if (event instanceof ChatEvent.BlockEnded ended && ended.block() == open) {
            close(out);
        } else if (showsReasoning) {
            writeReasoning(event, out);
        }
    }

    /** All of a reply whose events were never seen, such as one from the store. */
    void write(Message message, Consumer<Bytes> out) {
        int block = 0;
        for (Content content : message.content()) {
            writeWhole(block++, content, out);
        }
    }

    private void writeWhole(int block, Content content, Consumer<Bytes> out) {
        if (content instanceof Content.Refusal refusal) {
            writeWhole(block, new Content.Text(refusal.text()), out);
        } else if (BlockReader.isOfReply(content)) {
            BlockReader.emit(block, content, event -> write(event, out));
        }
    }

    void close(Consumer<Bytes> out) {
        if (open != NONE) {
            open = NONE;
            send("content_block_stop", start("content_block_stop", next - 1), out);
        }
    }

    private void writeText(int block, String text, Consumer<Bytes> out) {
        if (text.isEmpty()) {
            return;
        }
        if (open != block) {
            JsonWriter start = new JsonWriter();
            ReplyJson.writeText("", start);
            open(block, start.toBytes(), out);
        }
        delta("text_delta", "text", text, out);
    }

    private void writeReasoning(ChatEvent event, Consumer<Bytes> out) {
        if (event instanceof ChatEvent.ReasoningDelta thought) {
            openThinking(thought.block(), out);
            delta("thinking_delta", "thinking", thought.text(), out);
        } else if (event instanceof ChatEvent.ReasoningSigned signed) {
            openThinking(signed.block(), out);
            delta("signature_delta", "signature", signed.signature(), out);
        }
    }

    private void openThinking(int block, Consumer<Bytes> out) {
        if (open != block) {
            open(block, Bytes.utf8("{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"), out);
        }
    }

    private void open(int block, Bytes content, Consumer<Bytes> out) {
        close(out);
        open = block;
        JsonWriter json = start("content_block_start", next++);
        send("content_block_start", json.name("content_block").raw(content), out);
    }

    private void delta(String type, String member, String value, Consumer<Bytes> out) {
        JsonWriter json = start("content_block_delta", next - 1);
        json.name("delta").object().name("type").value(type);
        send("content_block_delta", json.name(member).value(value).endObject(), out);
    }

    private static JsonWriter start(String type, int index) {
        return new JsonWriter(128)
                .object()
                .name("type")
                .value(type)
                .name("index")
                .value(index);
    }

    private static void send(String name, JsonWriter json, Consumer<Bytes> out) {
        byte[] data = json.endObject().toBytes().unsafeArray();
        out.accept(Bytes.wrap(SseEncoder.event(name, data)));
    }
}
