package io.backstory.window;

import io.backstory.chat.Content;
import io.backstory.chat.Cut;
import io.backstory.chat.FinishReason;
import io.backstory.chat.FragmentMemo;
import io.backstory.chat.Measure;
import io.backstory.chat.Message;
import io.backstory.chat.ReplyFacts;
import io.backstory.chat.Role;
import io.backstory.chat.TokenCounts;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnSizes;
import io.backstory.chat.TurnSizes.Clearable;
import io.backstory.chat.TurnStatus;
import io.backstory.chat.Usage;
import io.backstory.window.WindowSettings.Cutting;
import io.backstory.window.WindowSettings.Strategy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Turns, logs and requests for tests, few words each. Tokens are of a family whose counts need no calibration. */
final class Logs {
    static final Family FAMILY = Family.of("gpt-5", "", "o200k_base");

    private Logs() {}

    /** A question and its answer, {@code tokens} together. */
    static Turn chat(int seq, int tokens) {
        return turn(seq, List.of(user()), List.of(assistant()), FinishReason.STOP, tokens);
    }

    static Turn refused(int seq, int tokens) {
        return turn(seq, List.of(user()), List.of(assistant()), FinishReason.CONTENT_FILTER, tokens);
    }

    /** A question that makes the model call these tools. */
    static Turn asks(int seq, int tokens, String... calls) {
        return turn(seq, List.of(user()), List.of(assistant(calls)), FinishReason.TOOL_CALLS, tokens);
    }

    /** Results for {@code answered}, upon which the model calls {@code calls}. */
    static Turn loops(int seq, int tokens, List<String> answered, String... calls) {
        return turn(seq, List.of(results(answered)), List.of(assistant(calls)), FinishReason.STOP, tokens);
    }

    /** Half of the tokens in the input, known exactly. */
    static Turn turn(int seq, List<Message> input, List<Message> output, FinishReason finish, int tokens) {
        TokenCounts counts = counts(input, tokens / 2, tokens - tokens / 2);
        return turn(seq, input, output, finish, counts);
    }

    static Turn turn(int seq, List<Message> input, List<Message> output, FinishReason finish, TokenCounts counts) {
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
                counts,
                Cut.NONE,
                null,
                Map.of(),
                ReplyFacts.NONE,
                new FragmentMemo());
    }

    static TokenCounts counts(List<Message> input, int in, int out) {
        Clearable tools = Measurer.tools(input);
        Measure measure = new Measure(input.size(), 1, Math.max(1, tools.bytes()), Measure.NOT_COUNTED, 0, List.of());
        return new TokenCounts(
                in, out, new TurnSizes(FAMILY.name(), 1, 0, false, measure, Measure.NONE, tools, Clearable.NONE));
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
        return results(ids, "42");
    }

    static Message results(List<String> ids, String text) {
        return new Message(
                Role.TOOL,
                ids.stream()
                        .<Content>map(id -> new Content.ToolResult(id, List.of(new Content.Text(text)), false))
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
        return settings(tokens, strategy, 0.7);
    }

    static WindowSettings settings(int tokens, Strategy strategy, double lowWater) {
        return new WindowSettings(tokens, 1_000_000, 1_000, null, strategy, Cutting.DEFAULT.withLowWater(lowWater));
    }

    /** A user message of at most {@code tokens} tokens. */
    static InputSize question(int tokens) {
        return input(tokens, 0, true, 0);
    }

    /** Tool results of at most {@code tokens} tokens. */
    static InputSize answer(int tokens) {
        return input(tokens, 0, false, 1);
    }

    static InputSize input(int tokens, int attachments, boolean speaks, int results) {
        int text = tokens - 1 - Texts.MOST_FRAMING;
        Measure measure = new Measure(1, 1, text, text, 0, List.of());
        KindSums sums = KindSums.of(TextKind.TEXT, text);
        return new InputSize(measure, sums, sums, Clearable.NONE, Clearable.NONE, attachments, speaks, results);
    }

    /** A head whose bound and estimate is this many tokens, the reply's start included. */
    static HeadSize head(int instructions, int tools) {
        int all = instructions + tools;
        return new HeadSize(all, text(instructions, 0), text(tools, 0));
    }

    private static Measure text(int tokens, int messages) {
        return new Measure(messages, 0, tokens, tokens, 0, List.of());
    }

    static WindowRequest request(List<Turn> log, int input, WindowSettings settings) {
        return request(log, question(input), Cut.NONE, settings);
    }

    static WindowRequest request(List<Turn> log, InputSize input, Cut inForce, WindowSettings settings) {
        return new WindowRequest(log, HeadSize.NONE, input, inForce, settings, new Calibration(FAMILY), Duration.ZERO);
    }

    static List<Integer> seqs(List<Turn> turns) {
        return turns.stream().map(Turn::seq).toList();
    }
}
