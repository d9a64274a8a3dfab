package io.backstory.window;

import io.backstory.chat.Cut;
import io.backstory.chat.FinishReason;
import io.backstory.chat.FragmentMemo;
import io.backstory.chat.Message;
import io.backstory.chat.ReplyFacts;
import io.backstory.chat.Role;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnStatus;
import io.backstory.chat.Usage;
import io.backstory.window.WindowSettings.Cutting;
import io.backstory.window.WindowSettings.Strategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Conversations of real text, the product's own source and pages, against a tokenizer the window does not know; compares
 * the size of each plan with what the provider counts.
 */
final class CountReplay {
    private static final int BUDGET = 32_000;
    private static final List<String> FAR =
            List.of("会話の始まりは変わらないままです。次の質問に答えてください。", "대화의 시작은 그대로 유지됩니다. ", "Начало разговора остаётся прежним. ");

    private final Random random;
    private final ToIntFunction<String> truth;
    private final String corpus;
    private final Calibration calibration;
    private final TokenCounter yardstick;
    private final ContextWindow window = new ContextWindow();
    private final boolean always;
    private final List<Double> errors = new ArrayList<>();
    private final Map<String, Integer> known = new HashMap<>();
    private List<Turn> log = new ArrayList<>();
    private int overflows;

    /** Relative errors, sorted. */
    record Errors(List<Double> sorted) {
        double at(double share) {
            return sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size()));
        }
    }

    private CountReplay(Family family, long seed, ToIntFunction<String> truth, boolean always) {
        this.always = always;
        this.random = new Random(seed);
        this.truth = truth;
        this.calibration = new Calibration(family);
        this.yardstick = TokenCounter.of(family.encoding());
        this.corpus = corpus();
    }

    public static void main(String[] args) {
        int turns = args.length > 0 ? Integer.parseInt(args[0]) : 5_000;
        System.out.println("abs(planned - counted) / counted, budget 32,000, " + turns + " turns each, seed 11");
        for (String family : List.of("gpt-5", "cl100k_base", "llama", "claude-4", "mistral-spm")) {
            print(family, "as planned", of(family, 11, turns, false));
            print(family, "counted", of(family, 11, turns, true));
        }
    }

    private static void print(String family, String how, CountReplay replay) {
        Errors errors = replay.errors();
        System.out.printf(
                Locale.ROOT,
                "%-12s %-10s p50 %.3f %%  p95 %.2f %%  p99 %.2f %%  over the budget %d%n",
                family,
                how,
                100 * errors.at(0.5),
                100 * errors.at(0.95),
                100 * errors.at(0.99),
                replay.overflows);
    }

    /**
     * Replays {@code turns} turns, half of them with the long messages of an agent.
     *
     * @param always whether all new messages are counted, and not only where their bytes do not decide
     */
    static CountReplay of(String name, long seed, int turns, boolean always) {
        Family family = name.equals("cl100k_base")
                ? Family.of(null, "", name)
                : Family.of(name, "", TokenCounter.DEFAULT_ENCODING);
        CountReplay replay = new CountReplay(family, seed, truth(name), always);
        for (int turn = 0; turn < turns; turn++) {
            replay.turn(turn % 2 == 1 ? 60 : 700);
        }
        return replay;
    }

    private static ToIntFunction<String> truth(String family) {
        return switch (family) {
            case "gpt-5" -> TokenCounter.of("o200k_base")::count;
            case "cl100k_base", "llama" -> TokenCounter.of("cl100k_base")::count;
            case "mistral-spm" -> TokenCounter.of("r50k_base")::count;
            default -> CountReplay::claudeLike;
        };
    }

    /** The yardstick's count times a ratio of the kind of text, and a deviation that belongs to the text. */
    private static int claudeLike(String text) {
        TextKind.Tally tally = new TextKind.Tally();
        tally.add(text);
        double ratio = tally.kind() == TextKind.NON_LATIN ? 1.5 : tally.kind() == TextKind.DENSE ? 1.08 : 1.06;
        double deviation = Math.exp(0.06 * new Random(text.hashCode()).nextGaussian());
        int tokens = (int) (TokenCounter.of("o200k_base").count(text) * ratio * deviation);
        return Math.min(tokens, Utf8.length(text));
    }

    Errors errors() {
        return new Errors(errors.stream().sorted().toList());
    }

    int overflows() {
        return overflows;
    }

    private void turn(int median) {
        List<Message> input = List.of(Message.text(Role.USER, text(median)));
        List<Message> output = List.of(Message.text(Role.ASSISTANT, text(250)));
        HeadSize head = Measurer.head(List.of(), List.of());
        Cut inForce = log.isEmpty() ? Cut.NONE : log.get(log.size() - 1).cut();
        WindowSettings settings =
                new WindowSettings(BUDGET, 1_000_000, 4_000, null, Strategy.CACHE_STABLE, Cutting.DEFAULT);
        WindowRequest request =
                new WindowRequest(log, head, Measurer.input(input), inForce, settings, calibration, Duration.ZERO);
        WindowRequest counted = request.counted(yardstick.count(request.input(), input), head);
        Plan plan =
                always ? window.plan(counted) : window.planUncounted(request).orElseGet(() -> window.plan(counted));
        int prompt = calibration.family().framing().reply() + tokens(input);
        for (Turn turn : plan.history()) {
            prompt += tokens(turn.input()) + tokens(turn.output());
        }
        overflows += prompt > BUDGET ? 1 : 0;
        errors.add(Math.abs(plan.report().tokens() - prompt) / (double) prompt);
        boolean known = !plan.path().isUncounted() || calibration.isYoung() || log.size() % 20 == 0;
        Usage usage = Usage.reported(prompt, tokens(output));
        Booking.Reply reply = new Booking.Reply(usage, Measurer.of(output), calibration);
        commit(input, output, plan.cut(), usage, window.book(known ? counted : request, plan, reply));
    }

    private void commit(List<Message> input, List<Message> output, Cut cut, Usage usage, Booking booking) {
        int seq = log.size() + 1;
        log = new ArrayList<>(log);
        log.add(new Turn(
                seq,
                seq,
                TurnStatus.COMPLETED,
                Instant.EPOCH,
                input,
                output,
                FinishReason.STOP,
                null,
                usage,
                booking.counts(),
                cut,
                null,
                Map.of(),
                ReplyFacts.NONE,
                new FragmentMemo()));
    }

    private int tokens(List<Message> messages) {
        int tokens = 0;
        for (Message message : messages) {
            tokens += calibration.family().framing().message()
                    + known.computeIfAbsent(message.joinedText(), truth::applyAsInt);
        }
        return tokens;
    }

    private String text(int median) {
        int length = (int) Math.min(24_000, 4 * median * Math.exp(0.9 * random.nextGaussian()) + 8);
        if (random.nextInt(12) == 0) {
            String far = FAR.get(random.nextInt(FAR.size()));
            return far.repeat(length / 3 / far.length() + 1) + log.size();
        }
        int start = random.nextInt(corpus.length() - length);
        return corpus.substring(start, start + length) + log.size();
    }

    private static String corpus() {
        StringBuilder all = new StringBuilder();
        for (String root : List.of("src/main/java", "docs", "README.md", "CHANGELOG.md")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    all.append(Files.readString(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all.toString();
    }
}
