package io.backstory.turn;

import static io.backstory.turn.Conversations.assistant;
import static io.backstory.turn.Conversations.calls;
import static io.backstory.turn.Conversations.results;
import static io.backstory.turn.Conversations.turn;
import static io.backstory.turn.Conversations.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.FinishReason;
import io.backstory.chat.Owners;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.SessionSettings;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnStatus;
import io.backstory.config.LimitsConfig;
import io.backstory.dialect.thin.Erasure;
import io.backstory.dialect.thin.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Prompts stay legal whatever is erased or trimmed. */
class ErasedConversationsTest {
    private static final SessionRef SESSION = new SessionRef("acme", "s");

    @RepeatedTest(200)
    void a_prompt_is_legal_after_any_erasures_and_a_trim(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        List<Turn> log = conversation(random);
        for (int i = random.nextInt(6); i > 0; i--) {
            log = without(log, random);
        }
        int keep = SessionTrim.keepFrom(
                session(log), List.of(turn(log.size() + 1, user("Next."), assistant("Yes."))), limits(random, log));
        List<Turn> kept = log.stream().filter(turn -> turn.seq() >= keep).toList();

        assertThat(LegalPrompt.of(kept, 300 + random.nextInt(400)))
                .as("seed %d", seed)
                .isNotEmpty();
    }

    @Test
    void a_turn_of_which_everything_is_erased_is_an_empty_place() {
        List<Turn> log = List.of(turn(1, user("Hi."), assistant("Hello.")));
        for (Item item : items(log)) {
            log = replaced(log, Erasure.of(SESSION, log, item.id()).orElseThrow());
        }

        assertThat(log.get(0).status()).isEqualTo(TurnStatus.ERASED);
        assertThat(items(log)).isEmpty();
    }

    @Test
    void of_calls_with_the_same_id_the_nearest_pair_goes() {
        List<Turn> log = List.of(
                turn(1, user("Look."), calls("a"), FinishReason.TOOL_CALLS),
                turn(2, results("a"), calls("a"), FinishReason.TOOL_CALLS),
                turn(3, results("a"), assistant("Seen twice.")));
        List<Item> items = items(log);

        Erasure erasure = Erasure.of(SESSION, log, items.get(1).id()).orElseThrow();

        assertThat(erasure.also()).containsExactly(items.get(2).id());
        assertThat(erasure.replaced()).extracting(Turn::seq).containsExactly(1, 2);
    }

    @Test
    void a_session_within_its_limits_loses_nothing() {
        List<Turn> log = List.of(turn(1, user("Hi."), assistant("Hello.")));
        List<Turn> next = List.of(turn(2, user("More."), assistant("Yes.")));

        assertThat(SessionTrim.keepFrom(session(log), next, new LimitsConfig(2, 100, Duration.ofDays(1))))
                .isZero();
        assertThat(SessionTrim.keepFrom(session(log), next, new LimitsConfig(1, 100, Duration.ofDays(1))))
                .isEqualTo(2);
    }

    private static LimitsConfig limits(Random random, List<Turn> log) {
        return new LimitsConfig(1 + random.nextInt(log.size() + 1), 100, Duration.ofDays(1));
    }

    private static List<Turn> conversation(Random random) {
        List<Turn> log = new ArrayList<>();
        List<String> open = List.of();
        int length = 1 + random.nextInt(12);
        for (int seq = 1; seq <= length; seq++) {
            List<String> made = random.nextInt(3) > 0 ? List.of() : random.nextBoolean() ? ids(seq, 1) : ids(seq, 2);
            boolean answers = !open.isEmpty() && random.nextInt(4) > 0;
            log.add(turn(
                    seq,
                    answers ? results(open.toArray(String[]::new)) : user("Message " + seq + "."),
                    made.isEmpty() ? assistant("Reply " + seq + ".") : calls(made.toArray(String[]::new)),
                    made.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS));
            open = made;
        }
        return log;
    }

    private static List<String> ids(int seq, int number) {
        return number == 1 ? List.of("c" + seq) : List.of("c" + seq, "d" + seq);
    }

    private static List<Turn> without(List<Turn> log, Random random) {
        List<Item> items = items(log);
        if (items.isEmpty()) {
            return log;
        }
        String id = items.get(random.nextInt(items.size())).id();
        return replaced(log, Erasure.of(SESSION, log, id).orElseThrow());
    }

    private static List<Turn> replaced(List<Turn> log, Erasure erasure) {
        List<Turn> after = new ArrayList<>(log);
        erasure.replaced().forEach(turn -> after.set(turn.seq() - 1, turn));
        return after;
    }

    private static List<Item> items(List<Turn> log) {
        return Item.of(session(log), Owners.only(SESSION));
    }

    private static Session session(List<Turn> log) {
        return new Session(
                SESSION,
                log.size(),
                SessionSettings.EMPTY,
                log,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                false,
                Session.Lineage.ALONE,
                0);
    }
}
