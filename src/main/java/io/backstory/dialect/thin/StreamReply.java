package io.backstory.dialect.thin;

import io.backstory.chat.Answer;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.Content;
import io.backstory.chat.ReplyHead;
import io.backstory.dialect.JsonWriter;
import io.backstory.dialect.ReplyEncoder;
import io.backstory.sse.SseEncoder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A reply as server-sent events: {@code start}, then {@code delta} and {@code toolCall}, then {@code done} or
 * {@code error}. Every data object repeats its event's name in {@code type}. A tool call is sent whole, once complete;
 * reasoning is not shown.
 */
final class StreamReply implements ReplyEncoder {
    private @Nullable OpenCall call;

    /** A tool call whose arguments are still coming. */
    private record OpenCall(int block, String id, String name, StringBuilder arguments) {}

    @Override
    public void start(ReplyHead head, Consumer<Bytes> out) {
        JsonWriter json = opened("start");
        AnswerJson.writeStart(json, head);
        send("start", json, out);
    }

    /** Text and refusals are shown as they come; all else that is not a tool call waits for the end or is not shown. */
    @Override
    public void event(ChatEvent event, Consumer<Bytes> out) {
        if (event instanceof ChatEvent.TextDelta delta) {
            sendText(delta.text(), out);
        } else if (event instanceof ChatEvent.RefusalDelta delta) {
            sendText(delta.text(), out);
        } else if (event instanceof ChatEvent.ToolCallStarted started) {
            call = new OpenCall(started.block(), started.id(), started.name(), new StringBuilder());
        } else if (event instanceof ChatEvent.ToolCallDelta delta) {
            collect(delta);
        } else if (event instanceof ChatEvent.BlockEnded ended) {
            sendCall(ended.block(), out);
        }
    }

    @Override
    public void done(Answer answer, Consumer<Bytes> out) {
        JsonWriter json = opened("done");
        AnswerJson.write(json, answer);
        send("done", json, out);
    }

    @Override
    public void failed(ChatException failure, String requestId, Consumer<Bytes> out) {
        JsonWriter json = opened("error").name("problem");
        Problem.write(json, failure, requestId);
        send("error", json, out);
    }

    private void collect(ChatEvent.ToolCallDelta delta) {
        if (call != null && call.block == delta.block()) {
            call.arguments.append(delta.arguments());
        }
    }

    private void sendCall(int block, Consumer<Bytes> out) {
        OpenCall complete = call;
        if (complete != null && complete.block == block) {
            call = null;
            JsonWriter json = opened("toolCall");
            AnswerJson.writeCall(json, new Content.ToolCall(complete.id, complete.name, complete.arguments.toString()));
            send("toolCall", json, out);
        }
    }

    private static void sendText(String text, Consumer<Bytes> out) {
        if (!text.isEmpty()) {
            send("delta", opened("delta").name("text").value(text), out);
        }
    }

    private static JsonWriter opened(String type) {
        return new JsonWriter().object().name("type").value(type);
    }

    private static void send(String name, JsonWriter json, Consumer<Bytes> out) {
        byte[] data = json.endObject().toBytes().unsafeArray();
        out.accept(Bytes.wrap(SseEncoder.event(name, data)));
    }
}
