package io.backstory.upstream;

import io.backstory.chat.Bytes;
import io.backstory.dialect.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes a reply of the simulator in the form of Chat Completions: as one JSON body or as a stream of events. */
final class SimulatedWire {
    private static final long CREATED = 1_764_000_000L;

    private final SimulatedRequest request;
    private final SimulatedReply reply;

    /** Bytes that arrive together; {@code paced} ones are preceded by the pause between two words. */
    record Chunk(Bytes bytes, boolean paced) {}

    SimulatedWire(SimulatedRequest request, SimulatedReply reply) {
        this.request = request;
        this.reply = reply;
    }

    List<Chunk> chunks() {
        return request.stream() ? stream() : List.of(new Chunk(json(), false));
    }

    /** The body of an error reply. */
    static Bytes error(String message, String code) {
        return new JsonWriter()
                .object()
                .name("error")
                .object()
                .name("message")
                .value(message)
                .name("type")
                .value("simulated")
                .name("param")
                .nullValue()
                .name("code")
                .value(code)
                .endObject()
                .endObject()
                .toBytes();
    }

    private Bytes json() {
        JsonWriter json = head("chat.completion").name("choices").array().object();
        json.name("index").value(0).name("message").object().name("role").value("assistant");
        json.name("content").value(reply.call() == null ? reply.text() : null);
        if (reply.call() != null) {
            toolCall(
                    json.name("tool_calls").array().object(),
                    reply.call(),
                    reply.call().arguments());
        }
        json.endObject().name("finish_reason").value(reply.reason()).endObject().endArray();
        return usage(json).endObject().toBytes();
    }

    private List<Chunk> stream() {
        List<Chunk> chunks = new ArrayList<>();
        chunks.add(event(
                delta -> delta.name("role").value("assistant").name("content").value("")));
        chunks.addAll(reply.call() == null ? words() : callPieces(reply.call()));
        chunks.add(sse(choice(delta -> {}, reply.reason()).endObject().toBytes()));
        if (request.usageInStream()) {
            JsonWriter last =
                    head("chat.completion.chunk").name("choices").array().endArray();
            chunks.add(sse(usage(last).endObject().toBytes()));
        }
        chunks.add(sse(Bytes.utf8("[DONE]")));
        return chunks;
    }

    private List<Chunk> words() {
        List<Chunk> words = new ArrayList<>();
        for (String word : reply.text().split("(?<=\\s)(?=\\S)", -1)) {
            words.add(paced(delta -> delta.name("content").value(word)));
        }
        return words;
    }

    /** The name first and then the arguments, as providers do. */
    private List<Chunk> callPieces(SimulatedReply.Call call) {
        return List.of(paced(delta -> toolCall(openCall(delta), call, "")), paced(delta -> openCall(delta)
                .name("function")
                .object()
                .name("arguments")
                .value(call.arguments())
                .endObject()
                .endObject()
                .endArray()));
    }

    private static JsonWriter openCall(JsonWriter delta) {
        return delta.name("tool_calls").array().object().name("index").value(0);
    }

    private Chunk event(Consumer<JsonWriter> delta) {
        return sse(choice(delta, null).endObject().toBytes());
    }

    private Chunk paced(Consumer<JsonWriter> delta) {
        return new Chunk(event(delta).bytes(), true);
    }

    private static Chunk sse(Bytes data) {
        return new Chunk(Bytes.utf8("data: " + data.utf8() + "\n\n"), false);
    }

    private JsonWriter choice(Consumer<JsonWriter> delta, @Nullable String reason) {
        JsonWriter json = head("chat.completion.chunk").name("choices").array().object();
        json.name("index").value(0).name("delta").object();
        delta.accept(json);
        return json.endObject().name("finish_reason").value(reason).endObject().endArray();
    }

    /** Completes and closes a call that is opened already. */
    private static void toolCall(JsonWriter json, SimulatedReply.Call call, String arguments) {
        json.name("id")
                .value(call.id())
                .name("type")
                .value("function")
                .name("function")
                .object();
        json.name("name").value(call.name()).name("arguments").value(arguments);
        json.endObject().endObject().endArray();
    }

    private JsonWriter head(String object) {
        return new JsonWriter()
                .object()
                .name("id")
                .value("chatcmpl-sim-" + request.fingerprint())
                .name("object")
                .value(object)
                .name("created")
                .value(CREATED)
                .name("model")
                .value(request.model());
    }

    private JsonWriter usage(JsonWriter json) {
        int prompt = request.promptTokens();
        json.name("usage").object().name("prompt_tokens").value(prompt);
        json.name("completion_tokens").value(reply.tokens());
        json.name("total_tokens").value(prompt + reply.tokens());
        json.name("prompt_tokens_details")
                .object()
                .name("cached_tokens")
                .value(0)
                .endObject();
        return json.endObject();
    }
}
