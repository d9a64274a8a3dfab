package io.backstory.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.ChatException;
import io.backstory.chat.Content;
import io.backstory.chat.Cut;
import io.backstory.chat.Kind;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Turn;
import io.backstory.window.WindowSettings.Strategy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every plan of every conversation; the names I1 to I8 are those of the specification of the window. */
class ContextWindowPropertiesTest {
    private static final int SESSIONS = 200;

    private final ContextWindow window = new ContextWindow();
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private int plans;

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void every_plan_of_a_random_session_keeps_the_invariants(Strategy strategy) {
        System.out.println("seed of " + strategy + ": " + seed);
        for (int session = 0; session < SESSIONS; session++) {
            walk(Logs.random(random, 1 + random.nextInt(400)), settings(strategy));
        }
        assertThat(plans).isGreaterThan(SESSIONS * 100);
    }

    private WindowSettings settings(Strategy strategy) {
        int budget = 400 + random.nextInt(random.nextBoolean() ? 4_000 : 60_000);
        return new WindowSettings(budget, 100_000, 2_000, strategy, 0.3 + random.nextInt(65) / 100.0);
    }

    /** Plans each turn of the log in its order, as it would have been asked for. */
    private void walk(List<Turn> log, WindowSettings settings) {
        HeadTokens head = new HeadTokens(random.nextInt(150), random.nextInt(100));
        Cut inForce = Cut.NONE;
        Optional<Plan> before = Optional.empty();
        for (int n = 0; n < log.size(); n++) {
            WindowRequest request = new WindowRequest(log.subList(0, n), head, inputOf(log.get(n)), inForce, settings);
            Optional<Plan> plan = planOrRefuse(request);
            if (plan.isPresent()) {
                check(request, plan.get(), log.get(n), before);
                inForce = plan.get().cut();
            }
            before = plan;
        }
    }

    private Optional<Plan> planOrRefuse(WindowRequest request) {
        plans++;
        List<Turn> untouched = List.copyOf(request.log());
        try {
            return Optional.of(window.plan(request));
        } catch (ChatException refusal) {
            assertThat(refusal.kind()).isEqualTo(Kind.CONTEXT_LENGTH_EXCEEDED);
            return Optional.empty();
        } finally {
            assertThat(request.log()).as("I7").isEqualTo(untouched);
        }
    }

    private void check(WindowRequest request, Plan plan, Turn next, Optional<Plan> before) {
        Cut old = request.inForce();
        assertThat(plan.cut().from()).as("I2").isGreaterThanOrEqualTo(old.from());
        assertThat(plan.cut().epoch() > old.epoch())
                .as("I2")
                .isEqualTo(plan.cut().from() > old.from());
        assertThat(plan.report().newCut()).isEqualTo(plan.cut().epoch() > old.epoch());
        assertLegal(messages(plan, next));
        assertSize(request, plan);
        assertThat(window.plan(request)).as("deterministic").isEqualTo(plan);
        if (plan.report().newCut() && request.settings().strategy() == Strategy.CACHE_STABLE) {
            assertBand(request, plan);
        }
        before.filter(earlier -> !plan.report().newCut()).ifPresent(earlier -> assertPrefix(earlier, plan));
    }

    /** I1: without a cut the turns sent before are sent again, less those a refusal took with it. */
    private static void assertPrefix(Plan earlier, Plan plan) {
        List<Integer> again = new ArrayList<>(Logs.seqs(earlier.history()));
        again.removeAll(plan.report().excludedTurns());
        List<Integer> now = Logs.seqs(plan.history());
        assertThat(now.subList(0, Math.min(again.size(), now.size()))).as("I1").isEqualTo(again);
    }

    private static void assertSize(WindowRequest request, Plan plan) {
        int naive = 0;
        for (Turn turn : plan.history()) {
            naive += turn.tokens().input() + turn.tokens().output();
        }
        assertThat(plan.report().historyTokens()).isEqualTo(naive);
        long all = request.head().total() + naive + request.input().tokens();
        assertThat(plan.report().tokens()).as("I6").isEqualTo((int) all);
        assertThat(all).as("I5").isLessThanOrEqualTo(request.settings().budget());
        assertThat(plan.report().droppedTurns()
                        + plan.report().excludedTurns().size()
                        + plan.history().size())
                .isEqualTo(request.log().size());
    }

    /** I8: the cut keeps a band around the low-water mark, unless no exchange starts in it. */
    private static void assertBand(WindowRequest request, Plan plan) {
        long room = request.settings().budget() - request.head().total();
        double mark = request.settings().lowWater() * room;
        double low = mark - 0.1 * room;
        double high = Math.min(mark + 0.1 * room, 0.97 * room);
        long kept = (long) plan.report().historyTokens() + request.input().tokens();
        assertThat((kept >= low && kept <= high) || starts(request).noneMatch(size -> size >= low && size <= high))
                .as("I8: %s of %s", kept, room)
                .isTrue();
    }

    /** Sizes of the prompts that would begin with each user message of the log, without the head. */
    private static Stream<Long> starts(WindowRequest request) {
        List<Turn> view = View.of(request.log(), request.input()).turns();
        return IntStream.range(0, view.size())
                .filter(i -> view.get(i).seq() > request.inForce().from())
                .filter(i -> beginsWithUser(view.get(i)))
                .mapToObj(i ->
                        View.sum(view.subList(i, view.size())) + request.input().tokens());
    }

    /** I3 and I4 on what the provider would see. */
    private static void assertLegal(List<Message> messages) {
        assertThat(messages.get(0).role()).as("I4").isEqualTo(Role.USER);
        Set<String> open = new HashSet<>();
        for (Message message : messages) {
            for (Content.ToolResult result : message.toolResults()) {
                assertThat(open.remove(result.callId())).as("I3, result").isTrue();
            }
            assertThat(open).as("I3, call").isEmpty();
            message.toolCalls().forEach(call -> open.add(call.id()));
        }
    }

    private static List<Message> messages(Plan plan, Turn next) {
        List<Message> messages = new ArrayList<>();
        for (Turn turn : plan.history()) {
            messages.addAll(turn.input());
            messages.addAll(turn.output());
        }
        messages.addAll(next.input());
        return messages;
    }

    private static InputTokens inputOf(Turn turn) {
        boolean question = beginsWithUser(turn);
        return new InputTokens(turn.tokens().input(), 0, question, !question);
    }

    private static boolean beginsWithUser(Turn turn) {
        return turn.input().get(0).role() == Role.USER;
    }
}
