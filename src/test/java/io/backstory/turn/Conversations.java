package io.backstory.turn;

import io.backstory.chat.Attempt;
import io.backstory.chat.Content;
import io.backstory.chat.Cut;
import io.backstory.chat.FinishReason;
import io.backstory.chat.FragmentMemo;
import io.backstory.chat.Message;
import io.backstory.chat.Options;
import io.backstory.chat.ReplyFacts;
import io.backstory.chat.Role;
import io.backstory.chat.TokenCounts;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnRequest;
import io.backstory.chat.TurnRequest.OpenCalls;
import io.backstory.chat.TurnStatus;
import io.backstory.chat.Usage;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Short words for conversations in tests. */
final class Conversations {
    private Conversations() {}

    static Message user(String text) {
        return Message.text(Role.USER, text);
    }

    static Message assistant(String text) {
        return Message.text(Role.ASSISTANT, text);
    }

    static Message calls(String... ids) {
        List<Content> calls = Arrays.stream(ids)
                .<Content>map(id -> new Content.ToolCall(id, "look", "{\"at\":1}"))
                .toList();
        return new Message(Role.ASSISTANT, calls, null);
    }

    static Message results(String... ids) {
        List<Content> results = Arrays.stream(ids)
                .<Content>map(id -> new Content.ToolResult(id, List.of(new Content.Text("seen " + id)), false))
                .toList();
        return new Message(Role.TOOL, results, null);
    }

    static Turn turn(int seq, Message input, Message output) {
        return turn(seq, input, output, FinishReason.STOP);
    }

    static Turn turn(int seq, Message input, Message output, FinishReason finish) {
        return new Turn(
                seq,
                seq,
                TurnStatus.of(finish),
                Instant.EPOCH,
                List.of(input),
                List.of(output),
                finish,
                null,
                Usage.NONE,
                TokenCounts.NONE,
                Cut.NONE,
                null,
                Map.of(),
                ReplyFacts.NONE,
                new FragmentMemo());
    }

    static TurnRequest request(OpenCalls openCalls, Message... input) {
        return new TurnRequest(
                "s",
                "default",
                null,
                null,
                List.of(input),
                Options.NONE,
                false,
                false,
                openCalls,
                null,
                Map.of(),
                Attempt.UNKNOWN,
                null);
    }
}
