package io.backstory.dialect.thin;

import io.backstory.chat.Answer;
import io.backstory.chat.Content;
import io.backstory.chat.ContextReport;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Message;
import io.backstory.chat.Origin;
import io.backstory.chat.ReplyHead;
import io.backstory.chat.ResponseToken;
import io.backstory.chat.Role;
import io.backstory.chat.SessionRef;
import io.backstory.chat.TurnStatus;
import io.backstory.chat.Usage;
import java.time.Instant;
import java.util.List;

/** Replies the tests of this package share. */
final class Samples {
    static final SessionRef SESSION = new SessionRef("acme", "build-7f3a");
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00.250987Z");
    static final Origin ALPHA = new Origin("openai-chat", "alpha", "large-1");

    private Samples() {}

    static ContextReport planned() {
        return new ContextReport(
                5240, false, 60_000, 6, 2, 1, 900, 1, 3, 4100, false, 2, List.of(4), List.of("call_1", "call_2"));
    }

    static ReplyHead head() {
        String token = new ResponseToken(SESSION.key(), 7, 42).text();
        return new ReplyHead(SESSION.id(), 7, token, "default", ALPHA, NOON, planned(), List.of(), 1, null);
    }

    static Answer answer(Content... content) {
        return answer(TurnStatus.COMPLETED, FinishReason.STOP, content);
    }

    static Answer answer(TurnStatus status, FinishReason finish, Content... content) {
        return new Answer(
                head(),
                status,
                finish,
                null,
                Message.of(Role.ASSISTANT, content),
                new Usage(5120, 4608, 32, 38, 12, false, null),
                planned().withExactTokens(5120),
                false);
    }

    static Content.Text text(String text) {
        return new Content.Text(text);
    }

    static Content.ToolCall call(String arguments) {
        return new Content.ToolCall("call_9", "read_file", arguments);
    }
}
