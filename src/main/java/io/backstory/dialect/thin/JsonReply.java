package io.backstory.dialect.thin;

import io.backstory.chat.Answer;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.ReplyHead;
import io.backstory.dialect.ReplyEncoder;
import java.util.function.Consumer;

/** A reply as one JSON object: nothing leaves before the turn is committed. */
final class JsonReply implements ReplyEncoder {

    @Override
    public void start(ReplyHead head, Consumer<Bytes> out) {}

    @Override
    public void event(ChatEvent event, Consumer<Bytes> out) {}

    @Override
    public void done(Answer answer, Consumer<Bytes> out) {
        out.accept(AnswerJson.of(answer));
    }

    @Override
    public void failed(ChatException failure, String requestId, Consumer<Bytes> out) {}
}
