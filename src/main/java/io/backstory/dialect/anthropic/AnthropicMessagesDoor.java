package io.backstory.dialect.anthropic;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.TurnRequest;
import io.backstory.dialect.DoorDialect;
import io.backstory.dialect.ErrorReply;
import io.backstory.dialect.ReplyEncoder;

/** {@code POST /v1/messages} as clients see it. The session is named by a header, which is no part of the format. */
public final class AnthropicMessagesDoor implements DoorDialect {

    /**
     * {@inheritDoc}
     *
     * <p>The session id is left out of the result. {@code thread} and the members that would change what a turn is
     * ({@code compaction}, {@code container}, {@code mcp_servers}) are refused.
     */
    @Override
    public TurnRequest read(Bytes body) {
        return RequestReader.read(body);
    }

    @Override
    public TurnRequest settle(TurnRequest request) {
        return request;
    }

    @Override
    public ReplyEncoder encoder(TurnRequest request) {
        return request.stream() ? new SseReplyEncoder() : new JsonReplyEncoder();
    }

    @Override
    public ErrorReply error(ChatException failure, String requestId) {
        return new ErrorReply(DoorError.status(failure.kind()), "application/json", DoorError.json(failure, requestId));
    }
}
