package io.backstory.dialect.openai;

import static java.util.Objects.requireNonNull;

import io.backstory.chat.Answer;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.Content;
import io.backstory.chat.Message;
import io.backstory.chat.ReplyHead;
import io.backstory.dialect.JsonWriter;
import io.backstory.dialect.ReplyEncoder;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a reply as one body: the provider's own under the gateway's name where it came whole in this format, else one
 * made from the answer.
 */
final class ChatJsonEncoder implements ReplyEncoder {
    private @Nullable ReplyHead head;
    private @Nullable Bytes own;
    private int ownPieces;

    @Override
    public void start(ReplyHead replyHead, Consumer<Bytes> out) {
        head = replyHead;
    }

    @Override
    public void event(ChatEvent event, Consumer<Bytes> out) {
        if (event instanceof ChatEvent.Native piece && piece.dialect().equals(ChatWire.DIALECT)) {
            own = piece.json();
            ownPieces++;
        }
    }

    @Override
    public void done(Answer answer, Consumer<Bytes> out) {
        ReplyHead named = requireNonNull(head);
        Bytes body = own;
        out.accept(
                body != null && ownPieces == 1
                        ? new ChatPatch(named).body(body, answer.usage())
                        : written(named, answer));
    }

    @Override
    public void failed(ChatException failure, String requestId, Consumer<Bytes> out) {}

    private static Bytes written(ReplyHead head, Answer answer) {
        JsonWriter json = new JsonWriter().object().raw(ChatPatch.members(head));
        json.name("object").value("chat.completion").name("choices").array().object();
        json.name("index").value(0).name("message");
        message(json, answer.message());
        json.name("finish_reason").value(ChatWire.word(answer.finish()));
        json.name("logprobs").nullValue().endObject().endArray();
        json.name("usage");
        ChatUsage.write(json, answer.usage());
        return json.endObject().toBytes();
    }

    private static void message(JsonWriter json, Message message) {
        String text = message.joinedText();
        String refusal = message.content().stream()
                .filter(Content.Refusal.class::isInstance)
                .map(block -> ((Content.Refusal) block).text())
                .collect(Collectors.joining());
        json.object().name("role").value("assistant");
        json.name("content").value(text.isEmpty() ? null : text);
        json.name("refusal").value(refusal.isEmpty() ? null : refusal);
        calls(json, message.toolCalls());
        json.endObject();
    }

    private static void calls(JsonWriter json, List<Content.ToolCall> calls) {
        if (calls.isEmpty()) {
            return;
        }
        json.name("tool_calls").array();
        for (Content.ToolCall call : calls) {
            json.object().name("id").value(call.id()).name("type").value("function");
            json.name("function").object().name("name").value(call.name());
            json.name("arguments").value(call.arguments()).endObject().endObject();
        }
        json.endArray();
    }
}
