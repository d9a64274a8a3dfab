package io.backstory.dialect.openai;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.TurnRequest;
import io.backstory.dialect.DoorDialect;
import io.backstory.dialect.ErrorReply;
import io.backstory.dialect.ReplyEncoder;

/**
 * {@code POST /v1/chat/completions}: the wire existing clients speak. With a session named, the body holds only what is
 * new; without one it is passed through.
 */
public final class OpenAiChatDoor implements DoorDialect {

    @Override
    public TurnRequest read(Bytes body) {
        return ChatRequestReader.read(body);
    }

    /**
     * In a session, what cannot be stored as one turn is refused, and members that are the session's own business are taken
     * away from what goes to the provider.
     */
    @Override
    public TurnRequest settle(TurnRequest request) {
        return request.sessionId() == null ? request : ChatSessionRules.apply(request);
    }

    @Override
    public ReplyEncoder encoder(TurnRequest request) {
        return request.stream() ? new ChatStreamEncoder(request.usageInStream()) : new ChatJsonEncoder();
    }

    @Override
    public ErrorReply error(ChatException failure, String requestId) {
        return ChatErrorWriter.reply(failure);
    }
}
