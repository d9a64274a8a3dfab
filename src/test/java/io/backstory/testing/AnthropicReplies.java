package io.backstory.testing;

import io.backstory.testing.FakeProvider.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages API replies, JSON or stream as the request asks. Every one reports 11 input and 7 output tokens. */
public final class AnthropicReplies {
    private static final JsonObject USAGE =
            new JsonObject().put("input_tokens", 11).put("output_tokens", 7);

    private AnthropicReplies() {}

    public static Reply text(String text) {
        JsonObject block = new JsonObject().put("type", "text").put("text", text);
        List<JsonObject> deltas = new ArrayList<>();
        for (String word : text.split("(?<= )", -1)) {
            deltas.add(new JsonObject().put("type", "text_delta").put("text", word));
        }
        return reply(block, block.copy().put("text", ""), deltas, "end_turn");
    }

    /** One call of a tool; {@code input} is a JSON object. */
    public static Reply toolCall(String id, String name, String input) {
        JsonObject block = new JsonObject()
                .put("type", "tool_use")
                .put("id", id)
                .put("name", name)
                .put("input", new JsonObject(input));
        JsonObject delta = new JsonObject().put("type", "input_json_delta").put("partial_json", input);
        return reply(block, block.copy().put("input", new JsonObject()), List.of(delta), "tool_use");
    }

    /** Answers with the text of the last message and the number of messages: {@code 3 messages, last: Hi}. */
    public static Reply echo() {
        return (request, response) -> {
            JsonArray messages = request.body().toJsonObject().getJsonArray("messages");
            text(messages.size() + " messages, last: " + lastText(messages)).answer(request, response);
        };
    }

    private static Object lastText(JsonArray messages) {
        Object content = messages.getJsonObject(messages.size() - 1).getValue("content");
        return content instanceof JsonArray blocks
                ? blocks.getJsonObject(blocks.size() - 1).getValue("text")
                : content;
    }

    public static Reply error(int status, String type, String message) {
        return Replies.error(status, errorBody(type, message));
    }

    /** Status 200 and an error as the only event. */
    public static Reply errorEvent(String type, String message) {
        return Replies.chunks("event: error\ndata: " + errorBody(type, message) + "\n\n");
    }

    private static String errorBody(String type, String message) {
        JsonObject error = new JsonObject().put("type", type).put("message", message);
        return new JsonObject().put("type", "error").put("error", error).encode();
    }

    private static Reply reply(JsonObject block, JsonObject opening, List<JsonObject> deltas, String reason) {
        return (request, response) -> {
            boolean stream = Boolean.TRUE.equals(request.body().toJsonObject().getBoolean("stream"));
            Reply reply = stream
                    ? Replies.chunks(stream(opening, deltas, reason).toArray(String[]::new))
                    : Replies.json(message(reason)
                            .put("content", new JsonArray().add(block))
                            .encode());
            reply.answer(request, response);
        };
    }

    private static List<String> stream(JsonObject opening, List<JsonObject> deltas, String reason) {
        List<String> events = new ArrayList<>();
        events.add(event(of("message_start").put("message", message(null))));
        events.add(event(of("content_block_start").put("index", 0).put("content_block", opening)));
        deltas.forEach(delta ->
                events.add(event(of("content_block_delta").put("index", 0).put("delta", delta))));
        events.add(event(of("content_block_stop").put("index", 0)));
        JsonObject stop = new JsonObject().put("stop_reason", reason).putNull("stop_sequence");
        events.add(event(of("message_delta").put("delta", stop).put("usage", USAGE)));
        events.add(event(of("message_stop")));
        return events;
    }

    private static JsonObject message(@Nullable String reason) {
        return new JsonObject()
                .put("id", "msg_1")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", "test-model-1")
                .put("content", new JsonArray())
                .put("stop_reason", reason)
                .putNull("stop_sequence")
                .put("usage", USAGE);
    }

    private static JsonObject of(String type) {
        return new JsonObject().put("type", type);
    }

    private static String event(JsonObject data) {
        return "event: " + data.getString("type") + "\ndata: " + data.encode() + "\n\n";
    }
}
