package io.backstory.window;

import io.backstory.chat.ChatException;
import io.backstory.chat.Content;
import io.backstory.chat.Cut;
import io.backstory.chat.FinishReason;
import io.backstory.chat.FragmentMemo;
import io.backstory.chat.Message;
import io.backstory.chat.ReplyFacts;
import io.backstory.chat.Role;
import io.backstory.chat.Tool;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnStatus;
import io.backstory.chat.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A random conversation with a provider that counts in its own way: tool loops with parallel calls, users who speak up in
 * the middle, images, refused and uncounted replies, other targets, budgets and instructions, and restarts.
 */
final class RandomTalk {
    private static final int FRAME = 3;

    private final Random random;
    private final SampleTexts texts;
    private final ContextWindow window = new ContextWindow();
    private final TokenCounter yardstick = new TokenCounter(text -> (text.length() + 3) / 4);
    private final Calibrations others;
    private final boolean steady;
    private Calibration calibration;
    private WindowSettings settings;
    private List<Message> instructions;
    private List<Turn> log = new ArrayList<>();
    private List<String> open = List.of();

    /**
     * One planned request.
     *
     * @param sent every message after the instructions
     * @param prompt tokens the provider counted
     */
    record Asked(WindowRequest request, Plan plan, List<Message> input, List<Message> sent, int prompt) {}

    /** @param steady whether target, budget and instructions stay the same */
    RandomTalk(Random random, SampleTexts texts, WindowSettings settings, Calibrations families, boolean steady) {
        this.random = random;
        this.texts = texts;
        this.settings = settings;
        this.others = families;
        this.calibration = families.of(Family.of("llama", "", TokenCounter.DEFAULT_ENCODING));
        this.steady = steady;
        this.instructions = List.of(Message.text(Role.SYSTEM, "Be brief."));
    }

    List<Turn> log() {
        return log;
    }

    List<Message> instructions() {
        return instructions;
    }

    /** The next request, planned but not yet answered; empty when it was refused. */
    Optional<Asked> ask() {
        if (!steady && random.nextInt(40) == 0) {
            change();
        }
        List<Message> input = input();
        HeadSize head = Measurer.head(instructions, List.<Tool>of());
        WindowRequest request = new WindowRequest(
                log,
                head,
                Measurer.input(input),
                inForce(),
                settings,
                calibration,
                Duration.ofMinutes(random.nextInt(8)));
        WindowRequest counted = request.counted(
                yardstick.count(request.input(), input), yardstick.count(head, instructions, List.of()));
        try {
            Plan plan = window.planUncounted(request).orElseGet(() -> window.plan(counted));
            List<Message> sent = messages(plan.history());
            sent.addAll(input);
            return Optional.of(new Asked(counted, plan, input, sent, tokens(instructions) + tokens(sent)));
        } catch (ChatException refusal) {
            return Optional.empty();
        }
    }

    private Cut inForce() {
        return log.isEmpty() ? Cut.NONE : log.get(log.size() - 1).cut();
    }

    private void change() {
        switch (random.nextInt(3)) {
            case 0 -> calibration = others.of(Family.of(random.nextBoolean() ? "llama" : "gemini", "", ""));
            case 1 -> instructions = List.of(Message.text(Role.SYSTEM, texts.any()));
            default ->
                settings = new WindowSettings(
                        300 + random.nextInt(60_000), 100_000, 2_000, null, settings.strategy(), settings.cutting());
        }
    }

    /** Answers a planned request and commits the turn; tells whether later prompts show it. */
    boolean answer(Asked asked) {
        boolean refused = random.nextInt(20) == 0;
        open = random.nextInt(3) == 0 ? calls(log.size() + 1) : List.of();
        List<Message> output = output();
        boolean reported = random.nextInt(15) > 0;
        Usage usage = reported ? Usage.reported(asked.prompt, tokens(output)) : Usage.estimated(asked.prompt, 100);
        Booking booking =
                window.book(asked.request, asked.plan, new Booking.Reply(usage, Measurer.of(output), calibration));
        int seq = log.size() + 1;
        FinishReason finish = refused ? FinishReason.CONTENT_FILTER : FinishReason.STOP;
        log = new ArrayList<>(log);
        log.add(new Turn(
                seq,
                seq,
                TurnStatus.COMPLETED,
                Instant.EPOCH,
                asked.input,
                output,
                finish,
                null,
                usage,
                booking.counts(),
                asked.plan.cut(),
                null,
                Map.of(),
                ReplyFacts.NONE,
                new FragmentMemo()));
        open = refused ? reopened() : open;
        return !refused;
    }

    private List<Message> output() {
        List<Content> said = new ArrayList<>();
        said.add(new Content.Text(texts.any()));
        open.forEach(id -> said.add(new Content.ToolCall(id, "look", "{}")));
        return List.of(new Message(Role.ASSISTANT, said, null));
    }

    /** Calls of the last turn that is shown. */
    private List<String> reopened() {
        for (int i = log.size() - 1; i >= 0; i--) {
            if (log.get(i).inView()) {
                return log.get(i).toolCalls().stream().map(Content.ToolCall::id).toList();
            }
        }
        return List.of();
    }

    /** Forgets everything but what a store keeps. */
    void restart() {
        log = new ArrayList<>(
                log.stream().map(turn -> turn.withFragments(new FragmentMemo())).toList());
    }

    private List<Message> input() {
        List<Message> input = new ArrayList<>();
        if (!open.isEmpty()) {
            List<Content> results = new ArrayList<>();
            open.forEach(id -> results.add(
                    new Content.ToolResult(id, List.of(new Content.Text(texts.any())), random.nextInt(9) == 0)));
            input.add(new Message(Role.TOOL, results, null));
        }
        if (open.isEmpty() || random.nextInt(5) == 0) {
            input.add(question());
        }
        return input;
    }

    private Message question() {
        Content text = new Content.Text(texts.any());
        if (random.nextInt(15) > 0) {
            return Message.of(Role.USER, text);
        }
        Content.UrlSource source = new Content.UrlSource("https://example.com/a.png");
        return Message.of(
                Role.USER, text, new Content.Media(Content.MediaKind.IMAGE, "image/png", source, null, "low"));
    }

    private List<String> calls(int seq) {
        List<String> calls = new ArrayList<>();
        do {
            calls.add("call_" + seq + "_" + calls.size());
        } while (random.nextInt(3) == 0);
        return calls;
    }

    static List<Message> messages(List<Turn> history) {
        List<Message> messages = new ArrayList<>();
        for (Turn turn : history) {
            messages.addAll(turn.input());
            messages.addAll(turn.output());
        }
        return messages;
    }

    private int tokens(List<Message> messages) {
        int tokens = 0;
        for (Message message : messages) {
            tokens += FRAME + blocks(message.content());
        }
        return tokens;
    }

    private int blocks(List<Content> content) {
        int tokens = 0;
        for (Content block : content) {
            if (block instanceof Content.Text text) {
                tokens += texts.tokens(text.text());
            } else if (block instanceof Content.ToolResult result) {
                tokens += 6 + blocks(result.content());
            } else if (block instanceof Content.Media) {
                tokens += 85;
            } else {
                tokens += 12;
            }
        }
        return tokens;
    }
}
