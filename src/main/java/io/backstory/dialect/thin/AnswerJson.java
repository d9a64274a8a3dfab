package io.backstory.dialect.thin;

import io.backstory.chat.Answer;
import io.backstory.chat.Bytes;
import io.backstory.chat.Content;
import io.backstory.chat.ContextReport;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Message;
import io.backstory.chat.ReplyHead;
import io.backstory.chat.TurnStatus;
import io.backstory.chat.Usage;
import io.backstory.dialect.JsonWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The reply object: body of a JSON reply, end of a stream, and what a stored turn is read as. */
public final class AnswerJson {
    private static final String ID_PREFIX = "resp_";

    private AnswerJson() {}

    public static Bytes of(Answer answer) {
        JsonWriter json = new JsonWriter().object();
        write(json, answer);
        return json.endObject().toBytes();
    }

    /** The members of the object, into one that is open. */
    static void write(JsonWriter json, Answer answer) {
        json.name("response").value(text(answer.message()));
        writeIds(json, answer.head());
        json.name("status").value(status(answer.status()));
        json.name("finishReason").value(reason(answer.finish()));
        json.name("toolCalls").array();
        for (Content.ToolCall call : answer.message().toolCalls()) {
            json.object();
            writeCall(json, call);
            json.endObject();
        }
        json.endArray();
        json.name("model").value(answer.head().route());
        json.name("upstream").object();
        json.name("provider").value(answer.head().origin().provider());
        json.name("model").value(answer.head().origin().model()).endObject();
        writeUsage(json, answer.usage());
        writeContext(json, answer.context());
        json.name("replayed").value(answer.replayed());
        json.name("createdAt").value(time(answer.head().createdAt()));
    }

    /** What is known before the first word. */
    static void writeStart(JsonWriter json, ReplyHead head) {
        writeIds(json, head);
        json.name("model").value(head.route());
        writeContext(json, head.context());
    }

    /** The call with its arguments as an object, or as text where the model wrote no object. */
    static void writeCall(JsonWriter json, Content.ToolCall call) {
        json.name("callId").value(call.id());
        json.name("name").value(call.name());
        Arguments.write(json, call.arguments());
    }

    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** Text and refusals in their order: a client that shows {@code response} shows everything that was said. */
    private static String text(Message message) {
        StringBuilder text = new StringBuilder();
        for (Content block : message.content()) {
            if (block instanceof Content.Text said) {
                text.append(said.text());
            } else if (block instanceof Content.Refusal refused) {
                text.append(refused.text());
            }
        }
        return text.toString();
    }

    private static void writeIds(JsonWriter json, ReplyHead head) {
        json.name("sessionId").value(head.sessionId());
        json.name("turn").value(head.turn());
        json.name("responseId").value(ID_PREFIX + head.token());
    }

    static void writeUsage(JsonWriter json, Usage usage) {
        json.name("usage").object();
        json.name("inputTokens").value(usage.inputTotal());
        json.name("outputTokens").value(usage.outputTotal());
        json.name("cachedTokens").value(usage.cacheRead());
        json.name("cacheWriteTokens").value(usage.cacheWrite());
        json.name("reasoningTokens").value(usage.reasoning());
        json.name("estimated").value(usage.estimated()).endObject();
    }

    private static void writeContext(JsonWriter json, ContextReport context) {
        json.name("context").object();
        json.name("tokens").value(context.tokens());
        json.name("exact").value(context.exact());
        json.name("budget").value(context.budget());
        json.name("turns").value(context.turns());
        json.name("firstTurn").value(context.firstTurn());
        json.name("droppedTurns").value(context.droppedTurns());
        json.name("clearedParts").value(context.clearedParts());
        json.name("epoch").value(context.epoch());
        json.name("droppedReasoning").value(context.droppedReasoning());
        json.name("excludedTurns").array();
        context.excludedTurns().forEach(json::value);
        json.endArray().name("synthesizedResults").array();
        context.synthesizedResults().forEach(json::value);
        json.endArray().endObject();
    }

    static String status(TurnStatus status) {
        return switch (status) {
            case COMPLETED, ERASED -> "completed";
            case INCOMPLETE, PARTIAL -> "incomplete";
            case CANCELLED -> "cancelled";
        };
    }

    /** A provider that paused has stopped for now: the client goes on with a new message. */
    static String reason(FinishReason reason) {
        return switch (reason) {
            case STOP, PAUSED -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "toolCalls";
            case CONTENT_FILTER -> "contentFilter";
            case CANCELLED -> "cancelled";
        };
    }
}
