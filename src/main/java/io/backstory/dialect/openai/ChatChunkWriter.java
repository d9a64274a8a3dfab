package io.backstory.dialect.openai;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.FinishReason;
import io.backstory.chat.ReplyHead;
import io.backstory.chat.Usage;
import io.backstory.dialect.JsonWriter;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes chunks from events. Reasoning and opaque blocks have no place on this wire and are left out. */
final class ChatChunkWriter {
    private final Bytes named;
    private final boolean withUsage;
    private boolean begun;
    private int calls;

    ChatChunkWriter(ReplyHead head, boolean withUsage) {
        JsonWriter json = new JsonWriter().raw(ChatPatch.members(head));
        this.named = json.name("object").value("chat.completion.chunk").toBytes();
        this.withUsage = withUsage;
    }

    boolean hasBegun() {
        return begun;
    }

    /** The first chunk, which gives the role. */
    Bytes begin() {
        begun = true;
        return chunk(
                null,
                delta -> delta.name("role").value("assistant").name("content").value(""));
    }

    Optional<Bytes> of(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta text) {
            return Optional.of(chunk(null, delta -> delta.name("content").value(text.text())));
        }
        if (event instanceof ChatEvent.RefusalDelta refusal) {
            return Optional.of(chunk(null, delta -> delta.name("refusal").value(refusal.text())));
        }
        if (event instanceof ChatEvent.ToolCallStarted call) {
            return Optional.of(callStarted(call));
        }
        if (event instanceof ChatEvent.ToolCallDelta more) {
            return Optional.of(callGoesOn(more));
        }
        return Optional.empty();
    }

    Bytes finish(FinishReason reason) {
        return chunk(ChatWire.word(reason), delta -> {});
    }

    Bytes usage(Usage usage) {
        JsonWriter json = new JsonWriter().object().raw(named);
        json.name("choices").array().endArray();
        json.name("usage");
        ChatUsage.write(json, usage);
        return json.endObject().toBytes();
    }

    private Bytes callStarted(ChatEvent.ToolCallStarted call) {
        calls++;
        return chunk(null, delta -> {
            call(delta).name("id").value(call.id()).name("type").value("function");
            delta.name("function").object().name("name").value(call.name());
            delta.name("arguments").value("").endObject().endObject().endArray();
        });
    }

    private Bytes callGoesOn(ChatEvent.ToolCallDelta more) {
        return chunk(null, delta -> {
            call(delta).name("function").object().name("arguments").value(more.arguments());
            delta.endObject().endObject().endArray();
        });
    }

    private JsonWriter call(JsonWriter delta) {
        return delta.name("tool_calls").array().object().name("index").value(calls - 1);
    }

    private Bytes chunk(@Nullable String reason, Consumer<JsonWriter> delta) {
        JsonWriter json = new JsonWriter().object().raw(named);
        json.name("choices")
                .array()
                .object()
                .name("index")
                .value(0)
                .name("delta")
                .object();
        delta.accept(json);
        json.endObject().name("finish_reason").value(reason).name("logprobs").nullValue();
        json.endObject().endArray();
        if (withUsage) {
            json.name("usage").nullValue();
        }
        return json.endObject().toBytes();
    }
}
