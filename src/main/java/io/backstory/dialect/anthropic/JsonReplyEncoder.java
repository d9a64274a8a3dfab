package io.backstory.dialect.anthropic;

import io.backstory.chat.Answer;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.ReplyHead;
import io.backstory.dialect.JsonWriter;
import io.backstory.dialect.ReplyEncoder;
import io.backstory.dialect.StrictJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes a reply as one JSON body, once it is committed. */
final class JsonReplyEncoder implements ReplyEncoder {
    private @Nullable Bytes body;
    private Map<String, Bytes> reason = Map.of();

    @Override
    public void start(ReplyHead head, Consumer<Bytes> out) {}

    @Override
    public void event(ChatEvent event, Consumer<Bytes> out) {
        if (event instanceof ChatEvent.Native provided && provided.dialect().equals(Wire.DIALECT)) {
            String type = NativeType.of(provided.json());
            if (type.equals("message")) {
                body = provided.json();
            } else if (type.equals("message_delta")) {
                Bytes delta = StrictJson.members(provided.json()).get("delta");
                reason = delta == null ? Map.of() : StrictJson.members(delta);
            }
        }
    }

    @Override
    public void done(Answer answer, Consumer<Bytes> out) {
        Map<String, Bytes> known = body != null ? StrictJson.members(body) : written(answer);
        out.accept(ReplyJson.message(answer.head(), known));
    }

    @Override
    public void failed(ChatException failure, String requestId, Consumer<Bytes> out) {}

    private Map<String, Bytes> written(Answer answer) {
        Map<String, Bytes> members = new LinkedHashMap<>(ReplyJson.reason(answer, reason));
        members.put("content", ReplyJson.content(answer.message()));
        JsonWriter usage = new JsonWriter().object();
        ReplyJson.usage(answer).forEach((name, value) -> usage.name(name).raw(value));
        members.put("usage", usage.endObject().toBytes());
        return members;
    }
}
