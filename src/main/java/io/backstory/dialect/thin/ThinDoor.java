package io.backstory.dialect.thin;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.TurnRequest;
import io.backstory.dialect.DoorDialect;
import io.backstory.dialect.ErrorReply;
import io.backstory.dialect.ReplyEncoder;

/** The native API: {@code POST /v1/chat}. Its errors are those of the sessions API as well. */
public final class ThinDoor implements DoorDialect {

    /** {@inheritDoc} A session named by a header alone is not in the body: then {@code sessionId} is null. */
    @Override
    public TurnRequest read(Bytes body) {
        return RequestReader.read(body);
    }

    @Override
    public TurnRequest settle(TurnRequest request) {
        if (request.sessionId() == null) {
            throw new ChatException(
                    Kind.MISSING_REQUIRED_PARAMETER,
                    "sessionId is missing: send it in the body, or as the header x-session-id.",
                    "sessionId");
        }
        return request;
    }

    @Override
    public boolean queuesTurns() {
        return true;
    }

    @Override
    public ReplyEncoder encoder(TurnRequest request) {
        return request.stream() ? new StreamReply() : new JsonReply();
    }

    @Override
    public ErrorReply error(ChatException failure, String requestId) {
        return new ErrorReply(failure.kind().status(), Problem.CONTENT_TYPE, Problem.of(failure, requestId));
    }
}
