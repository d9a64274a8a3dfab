package io.backstory.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.history.Event.Answered;
import io.backstory.history.Event.Refused;
import io.backstory.history.Event.Row;
import io.backstory.history.Event.Sent;
import io.backstory.history.Event.Silent;
import io.backstory.history.Event.Unclear;
import io.backstory.testing.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a gateway answered as the event it is. */
final class Answers {
    static final String NATIVE = "chat";
    static final String COMPLETIONS = "completions";

    private Answers() {}

    static Event of(Sent sent, Reply reply) {
        if (reply.status() / 100 != 2) {
            return failed(sent.op(), reply.status(), code(reply.json()));
        }
        boolean isNative = sent.door().equals(NATIVE);
        if (sent.stream()) {
            return isNative ? nativeStream(sent, reply) : chunks(sent, reply);
        }
        return isNative ? nativeJson(sent, reply) : completion(sent, reply);
    }

    /** Only one error leaves open whether the turn was stored. */
    static Event failed(long op, int status, String code) {
        return code.equals("turn_commit_unknown") ? new Unclear(op, code) : new Refused(op, status, code);
    }

    private static Event nativeJson(Sent sent, Reply reply) {
        return done(sent, reply, reply.json(), reply.at("/response"));
    }

    private static Event nativeStream(Sent sent, Reply reply) {
        StringBuilder text = new StringBuilder();
        for (String data : reply.events()) {
            JsonNode event = Reply.parse(data);
            switch (event.path("type").asText()) {
                case "delta" -> text.append(event.path("text").asText());
                case "done" -> {
                    return done(sent, reply, event, text.toString());
                }
                case "error" -> {
                    return failed(sent.op(), reply.status(), code(event.path("problem")));
                }
                default -> {}
            }
        }
        return new Silent(sent.op());
    }

    private static Event done(Sent sent, Reply reply, JsonNode answer, String text) {
        return new Answered(
                sent.op(),
                answer.path("turn").asInt(),
                answer.path("responseId").asText(),
                text,
                answer.path("replayed").asBoolean(),
                Ids.tenantsIn(reply.body()));
    }

    private static Event completion(Sent sent, Reply reply) {
        return completed(sent, reply, reply.at("/id"), reply.at("/choices/0/message/content"));
    }

    private static Event chunks(Sent sent, Reply reply) {
        StringBuilder text = new StringBuilder();
        String id = "";
        for (String data : reply.events()) {
            if (data.equals("[DONE]")) {
                return completed(sent, reply, id, text.toString());
            }
            JsonNode chunk = Reply.parse(data);
            if (chunk.has("error")) {
                return failed(sent.op(), reply.status(), code(chunk));
            }
            id = chunk.path("id").asText();
            text.append(chunk.at("/choices/0/delta/content").asText(""));
        }
        return new Silent(sent.op());
    }

    private static Event completed(Sent sent, Reply reply, String id, String text) {
        return new Answered(
                sent.op(),
                Integer.parseInt(String.valueOf(reply.header("x-backstory-turn"))),
                id,
                text,
                "true".equals(reply.header("x-backstory-replayed")),
                Ids.tenantsIn(reply.body()));
    }

    private static String code(JsonNode error) {
        return error.at("/error/code").asText(error.path("code").asText());
    }

    /** The turns that a page of items shows. */
    static List<Row> rows(JsonNode items) {
        Map<Integer, Row> rows = new LinkedHashMap<>();
        for (JsonNode item : items.path("data")) {
            rows.merge(item.path("turn").asInt(), row(item), Answers::merged);
        }
        return List.copyOf(rows.values());
    }

    private static Row row(JsonNode item) {
        String text = item.path("content").findValuesAsText("text").stream().collect(Collectors.joining());
        boolean user = item.path("role").asText().equals("user");
        boolean complete = item.path("status").asText().equals("completed");
        String message = user ? Ids.messageIn(text).orElse("? " + text) : null;
        return new Row(item.path("turn").asInt(), message, user ? null : text, complete);
    }

    private static Row merged(Row one, Row other) {
        return new Row(
                one.turn(),
                either(one.message(), other.message()),
                either(one.text(), other.text()),
                one.complete() && other.complete());
    }

    private static @Nullable String either(@Nullable String one, @Nullable String other) {
        return one == null ? other : other == null ? one : one + " AND " + other;
    }
}
