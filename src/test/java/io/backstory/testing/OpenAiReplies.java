package io.backstory.testing;

import io.backstory.testing.FakeProvider.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chat Completions replies, JSON or stream as the request asks. Every one reports 11 prompt and 7 completion tokens. */
public final class OpenAiReplies {
    private static final JsonObject USAGE = new JsonObject()
            .put("prompt_tokens", 11)
            .put("completion_tokens", 7)
            .put("total_tokens", 18);

    private OpenAiReplies() {}

    public static Reply text(String text) {
        JsonObject message = new JsonObject().put("role", "assistant").put("content", text);
        return reply(message, pieces(text), "stop");
    }

    /** One call of a function. */
    public static Reply toolCall(String id, String name, String arguments) {
        JsonObject call = new JsonObject()
                .put("id", id)
                .put("type", "function")
                .put("function", new JsonObject().put("name", name).put("arguments", arguments));
        JsonObject message = new JsonObject()
                .put("role", "assistant")
                .putNull("content")
                .put("tool_calls", new JsonArray().add(call));
        JsonObject delta = new JsonObject()
                .put("tool_calls", new JsonArray().add(call.copy().put("index", 0)));
        return reply(message, List.of(delta), "tool_calls");
    }

    /** Answers with the text of the last message and the number of messages: {@code 3 messages, last: Hi}. */
    public static Reply echo() {
        return (request, response) -> {
            JsonArray messages = request.body().toJsonObject().getJsonArray("messages");
            Object last = messages.getJsonObject(messages.size() - 1).getValue("content");
            text(messages.size() + " messages, last: " + last).answer(request, response);
        };
    }

    public static Reply error(int status, String code, String message) {
        return Replies.error(status, errorBody(code, message));
    }

    /** Status 200 and an error as the only event. */
    public static Reply errorEvent(String code, String message) {
        return Replies.sse(errorBody(code, message));
    }

    private static String errorBody(String code, String message) {
        return new JsonObject()
                .put(
                        "error",
                        new JsonObject()
                                .put("message", message)
                                .put("type", "test")
                                .put("code", code))
                .encode();
    }

    private static Reply reply(JsonObject message, List<JsonObject> deltas, String reason) {
        return (request, response) -> {
            JsonObject body = request.body().toJsonObject();
            Reply reply = Boolean.TRUE.equals(body.getBoolean("stream"))
                    ? Replies.sse(stream(deltas, reason).toArray(String[]::new))
                    : Replies.json(json(message, reason));
            reply.answer(request, response);
        };
    }

    private static String json(JsonObject message, String reason) {
        JsonObject choice =
                new JsonObject().put("index", 0).put("message", message).put("finish_reason", reason);
        return head("chat.completion")
                .put("choices", new JsonArray().add(choice))
                .put("usage", USAGE)
                .encode();
    }

    private static List<String> stream(List<JsonObject> deltas, String reason) {
        List<String> events = new ArrayList<>();
        events.add(chunk(new JsonObject().put("role", "assistant").put("content", ""), null));
        deltas.forEach(delta -> events.add(chunk(delta, null)));
        events.add(chunk(new JsonObject(), reason));
        events.add(head("chat.completion.chunk")
                .put("choices", new JsonArray())
                .put("usage", USAGE)
                .encode());
        events.add("[DONE]");
        return events;
    }

    private static String chunk(JsonObject delta, @Nullable String reason) {
        JsonObject choice = new JsonObject().put("index", 0).put("delta", delta).put("finish_reason", reason);
        return head("chat.completion.chunk")
                .put("choices", new JsonArray().add(choice))
                .encode();
    }

    private static JsonObject head(String object) {
        return new JsonObject()
                .put("id", "chatcmpl-1")
                .put("object", object)
                .put("created", 1764000000)
                .put("model", "test-model-1");
    }

    private static List<JsonObject> pieces(String text) {
        List<JsonObject> pieces = new ArrayList<>();
        for (String word : text.split("(?<= )", -1)) {
            pieces.add(new JsonObject().put("content", word));
        }
        return pieces;
    }
}
