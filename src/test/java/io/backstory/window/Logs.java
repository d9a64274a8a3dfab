package io.backstory.window;

import io.backstory.chat.Content;
import io.backstory.chat.Cut;
import io.backstory.chat.FinishReason;
import io.backstory.chat.FragmentMemo;
import io.backstory.chat.Message;
import io.backstory.chat.ReplyFacts;
import io.backstory.chat.Role;
import io.backstory.chat.TokenCounts;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnStatus;
import io.backstory.chat.Usage;
import io.backstory.window.WindowSettings.Strategy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Turns, logs and requests for tests, few words each. */
final class Logs {
    private Logs() {}

    /** A question and its answer, {@code tokens} together. */
    static Turn chat(int seq, int tokens) {
        return turn(seq, List.of(user()), List.of(assistant()), FinishReason.STOP, tokens);
    }

    static Turn refused(int seq, int tokens) {
        return turn(seq, List.of(user()), List.of(assistant()), FinishReason.CONTENT_FILTER, tokens);
    }

    /** A turn whose content was removed later. */
    static Turn erased(int seq) {
        Turn kept = turn(seq, List.of(), List.of(), FinishReason.STOP, 0);
        return new Turn(
                seq,
                seq,
                TurnStatus.ERASED,
                kept.createdAt(),
                List.of(),
                List.of(),
                kept.finish(),
                null,
                kept.usage(),
                kept.tokens(),
                kept.cut(),
                null,
                Map.of(),
                ReplyFacts.NONE,
                kept.fragments());
    }

    /** A question that makes the model call these tools. */
    static Turn asks(int seq, int tokens, String... calls) {
        return turn(seq, List.of(user()), List.of(assistant(calls)), FinishReason.TOOL_CALLS, tokens);
    }

    /** Results for {@code answered}, upon which the model calls {@code calls}. */
    static Turn loops(int seq, int tokens, List<String> answered, String... calls) {
        return turn(seq, List.of(results(answered)), List.of(assistant(calls)), FinishReason.STOP, tokens);
    }

    static Turn turn(int seq, List<Message> input, List<Message> output, FinishReason finish, int tokens) {
        return new Turn(
                seq,
                seq,
                TurnStatus.COMPLETED,
                Instant.EPOCH,
                input,
                output,
                finish,
                null,
                Usage.NONE,
                new TokenCounts(tokens / 2, tokens - tokens / 2),
                Cut.NONE,
                null,
                Map.of(),
                ReplyFacts.NONE,
                new FragmentMemo());
    }

    static Message user() {
        return Message.text(Role.USER, "What now?");
    }

    static Message assistant(String... calls) {
        Stream<Content> blocks = Arrays.stream(calls).map(id -> new Content.ToolCall(id, "look", "{}"));
        return new Message(
                Role.ASSISTANT,
                Stream.concat(Stream.of(new Content.Text("Well.")), blocks).toList(),
                null);
    }

    static Message results(List<String> ids) {
        return new Message(
                Role.TOOL,
                ids.stream()
                        .<Content>map(id -> new Content.ToolResult(id, List.of(new Content.Text("42")), false))
                        .toList(),
                null);
    }

    static List<Turn> chats(int... tokens) {
        List<Turn> log = new ArrayList<>();
        for (int size : tokens) {
            log.add(chat(log.size() + 1, size));
        }
        return log;
    }

    static WindowSettings budget(int tokens, Strategy strategy) {
        return new WindowSettings(tokens, 1_000_000, 1_000, strategy, 0.7);
    }

    static WindowRequest request(List<Turn> log, int input, WindowSettings settings) {
        return new WindowRequest(log, HeadTokens.NONE, InputTokens.user(input), Cut.NONE, settings);
    }

    /** A conversation with parallel calls, tool loops of random length and refused turns. */
    static List<Turn> random(Random random, int length) {
        List<Turn> log = new ArrayList<>();
        List<String> open = List.of();
        for (int seq = 1; seq <= length; seq++) {
            List<String> calls = random.nextInt(3) == 0 ? calls(random, seq) : List.of();
            boolean refused = random.nextInt(20) == 0;
            log.add(turn(
                    seq,
                    input(random, open),
                    List.of(assistant(calls.toArray(String[]::new))),
                    refused ? FinishReason.CONTENT_FILTER : FinishReason.STOP,
                    10 + random.nextInt(random.nextInt(10) == 0 ? 3_000 : 300)));
            open = refused ? List.of() : calls;
        }
        return log;
    }

    /** A user may speak up in the middle of a loop. */
    private static List<Message> input(Random random, List<String> open) {
        if (open.isEmpty()) {
            return List.of(user());
        }
        return random.nextInt(4) == 0 ? List.of(results(open), user()) : List.of(results(open));
    }

    private static List<String> calls(Random random, int seq) {
        return Stream.iterate(0, i -> i <= random.nextInt(3), i -> i + 1)
                .map(i -> "call_" + seq + "_" + i)
                .toList();
    }

    static List<Integer> seqs(List<Turn> turns) {
        return turns.stream().map(Turn::seq).toList();
    }
}
