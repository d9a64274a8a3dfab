package io.backstory.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Content;
import io.backstory.chat.Cut;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Turn;
import io.backstory.window.Plan.Path;
import io.backstory.window.RandomTalk.Asked;
import io.backstory.window.WindowSettings.Cutting;
import io.backstory.window.WindowSettings.Strategy;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What holds for every plan of every conversation; the names I1 to I9 are those of docs/context-window.md. The property
 * {@code window.plans} sets how many are made, {@code window.seed} repeats a run.
 */
class ContextWindowPropertiesTest {
    private static final int PLANS = Integer.getInteger("window.plans", 12_000);

    private final long seed = Long.getLong("window.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final SampleTexts texts = new SampleTexts(random, 400, 0.2);
    private final Calibrations families = new Calibrations();
    private int plans;
    private int cuts;

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void every_plan_of_a_random_conversation_keeps_the_invariants(Strategy strategy) {
        System.out.println("seed of " + strategy + ": " + seed);
        while (plans < PLANS / Strategy.values().length) {
            walk(new RandomTalk(random, texts, settings(strategy), families, false), 1 + random.nextInt(400));
        }
        System.out.println(plans + " plans, " + cuts + " cuts");
        assertThat(cuts > 0).isEqualTo(strategy.cuts());
    }

    private WindowSettings settings(Strategy strategy) {
        int budget = 400 + random.nextInt(random.nextInt(4) > 0 ? 10_000 : 1_000_000);
        Double lowWater = random.nextBoolean() ? null : 0.3 + random.nextInt(65) / 100.0;
        Cutting cutting = new Cutting(lowWater, 1, random.nextInt(6), random.nextBoolean());
        return new WindowSettings(budget, 2_000_000, 2_000, null, strategy, cutting);
    }

    private void walk(RandomTalk talk, int turns) {
        Cut inForce = Cut.NONE;
        List<Message> before = List.of();
        for (int i = 0; i < turns; i++) {
            List<Turn> log = List.copyOf(talk.log());
            Optional<Asked> asked = talk.ask();
            plans++;
            assertThat(talk.log()).as("I7").isEqualTo(log);
            if (asked.isEmpty()) {
                continue;
            }
            checkAnyCut(asked.get());
            check(asked.get(), inForce, before);
            boolean shown = talk.answer(asked.get());
            before = shown || asked.get().plan().cut().epoch() > inForce.epoch()
                    ? shown ? asked.get().sent() : List.of()
                    : before;
            inForce = asked.get().plan().cut();
            if (random.nextInt(30) == 0) {
                talk.restart();
            }
        }
    }

    private void check(Asked asked, Cut old, List<Message> before) {
        Plan plan = asked.plan();
        assertGrows(old, plan.cut());
        assertLegal(asked.sent());
        assertThat(plan.most()).as("I5").isLessThanOrEqualTo(plan.report().budget());
        assertCurrentExchange(asked);
        assertThat(plan.report().droppedTurns()
                        + plan.report().excludedTurns().size()
                        + plan.history().size())
                .isEqualTo(asked.request().log().size());
        assertThat(plan.report().newCut()).isEqualTo(plan.cut().epoch() > old.epoch());
        if (plan.cut().equals(old)) {
            assertPrefix(before, asked.sent());
        } else {
            cuts++;
            assertCut(asked);
        }
        if (random.nextInt(20) == 0) {
            assertSameAfterRestart(asked);
        }
    }

    /** Every turn is a legal place to cut, whatever is cleared. */
    private void checkAnyCut(Asked asked) {
        Extent extent = new Extent(asked.request());
        int next = extent.lastStart();
        Cut cut = new Cut(1 + random.nextInt(next), 1 + random.nextInt(next), 1 + random.nextInt(next), 1);
        List<Message> sent =
                RandomTalk.messages(ContextWindow.shown(extent.ledger(), cut).turns());
        sent.addAll(asked.input());
        assertLegal(sent);
    }

    private static void assertGrows(Cut old, Cut cut) {
        assertThat(cut.from()).as("I2").isGreaterThanOrEqualTo(old.from());
        assertThat(cut.tools()).as("I2").isGreaterThanOrEqualTo(old.tools());
        assertThat(cut.media()).as("I2").isGreaterThanOrEqualTo(old.media());
        assertThat(cut.epoch()).as("I2").isEqualTo(cut.equals(old) ? old.epoch() : old.epoch() + 1);
    }

    /** I1: the messages sent before are sent again, in front. */
    private static void assertPrefix(List<Message> before, List<Message> now) {
        assertThat(now.size()).as("I1").isGreaterThanOrEqualTo(before.size());
        for (int i = 0; i < before.size(); i++) {
            assertThat(now.get(i)).as("I1").isEqualTo(before.get(i));
        }
    }

    /** I1 for another process, which has only what the store keeps: the same cut shows the same messages. */
    private static void assertSameAfterRestart(Asked asked) {
        List<Turn> read = asked.request().log().stream()
                .map(turn -> turn.withFragments(new io.backstory.chat.FragmentMemo()))
                .toList();
        WindowRequest elsewhere = new WindowRequest(
                read,
                asked.request().head(),
                asked.request().input(),
                asked.plan().cut(),
                new WindowSettings(2_000_000, 4_000_000, 1, null, Strategy.ERROR, Cutting.DEFAULT),
                new Calibration(asked.request().calibration().family()),
                asked.request().idle());
        assertThat(new ContextWindow().plan(elsewhere).history())
                .as("I1")
                .isEqualTo(asked.plan().history());
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

    /** I6: what the user asked last, and the new input. */
    private static void assertCurrentExchange(Asked asked) {
        assertThat(asked.sent()).as("I6").endsWith(asked.input().toArray(Message[]::new));
        if (Exchanges.speaks(asked.input())) {
            return;
        }
        List<Turn> shown = asked.request().log().stream().filter(Turn::inView).toList();
        int asker = shown.size() - 1;
        while (!Exchanges.speaks(shown.get(asker).input())) {
            asker--;
        }
        String question = Exchanges.question(shown.get(asker).input()).get(0).joinedText();
        assertThat(asked.sent()).as("I6").anyMatch(message -> message.joinedText()
                .startsWith(question));
    }

    /** I8 and I9: the cut is near the mark unless there is no place for it there, and is found in a few searches. */
    private static void assertCut(Asked asked) {
        WindowRequest request = asked.request();
        Extent extent = Extent.trusting(request);
        double room = Budget.of(request, extent).room();
        CutSearch search = new CutSearch(request, extent, room);
        Cut cut = search.find();
        assertThat(search.steps()).as("I9").isLessThanOrEqualTo(5);
        if (asked.plan().path() != Path.CUT
                || !cut.equals(asked.plan().cut())
                || request.settings().strategy() != Strategy.CACHE_STABLE
                || cut.from() == request.inForce().from()) {
            return;
        }
        double share = CutSearch.lowWater(request, extent, room);
        double high = Math.min(share + 0.1, 0.97) * room;
        int limit = Math.min(extent.exchange(), extent.lastStart());
        double kept = extent.history(cut);
        assertThat(kept <= high || cut.from() >= limit)
                .as("I8, high: %s of %s", kept, room)
                .isTrue();
        int before = extent.ledger().shownUpTo(cut.from() - 1);
        Cut earlier = new Cut(before, cut.tools(), cut.media(), cut.epoch());
        assertThat(kept >= (share - 0.1) * room
                        || before <= request.inForce().from()
                        || extent.history(earlier) > high
                        || cut.from() >= limit)
                .as("I8, low: %s of %s", kept, room)
                .isTrue();
    }
}
