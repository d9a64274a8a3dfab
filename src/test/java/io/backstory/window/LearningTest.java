package io.backstory.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Turn;
import io.backstory.chat.TurnSizes;
import io.backstory.chat.Usage;
import io.backstory.window.RandomTalk.Asked;
import io.backstory.window.WindowSettings.Cutting;
import io.backstory.window.WindowSettings.Strategy;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What answered turns teach, and what of it a restart keeps. */
class LearningTest {
    private final Calibrations families = new Calibrations();
    private final Calibration calibration = families.of(Family.of("llama", "", TokenCounter.DEFAULT_ENCODING));
    private final RandomTalk talk = new RandomTalk(
            new Random(9),
            new SampleTexts(new Random(9), 300, 0.1),
            new WindowSettings(200_000, 1_000_000, 1_000, null, Strategy.CACHE_STABLE, Cutting.DEFAULT),
            families,
            true);

    @Test
    void estimates_are_checked_against_what_providers_count() {
        talk(400);

        assertThat(calibration.samples()).isGreaterThan(250);
        assertThat(calibration.ratio()).isNotEqualTo(calibration.family().prior());
    }

    @Test
    void steps_are_exact_once_two_prompts_were_counted() {
        talk(50);

        List<Turn> log = talk.log();
        long exact = log.stream().filter(turn -> turn.tokens().sizes().exact()).count();
        assertThat(exact).isGreaterThan(30);
    }

    @Test
    void a_log_from_the_store_teaches_a_process_that_knows_nothing() {
        talk(400);
        talk.restart();
        Calibration elsewhere = new Calibration(calibration.family());

        Ledger.of(talk.log(), elsewhere);

        assertThat(elsewhere.samples()).isGreaterThan(20);
        assertThat(elsewhere.ratio()).isNotEqualTo(calibration.family().prior());
        assertThat(elsewhere.head(talk.log().get(0).tokens().sizes().head())).isPresent();
    }

    @Test
    void a_prompt_that_shrinks_without_a_cut_is_not_trusted_again() {
        Optional<Asked> asked = Optional.empty();
        for (int turn = 0; turn < 20 || asked.isEmpty(); turn++) {
            asked = talk.ask();
            asked.ifPresent(talk::answer);
        }
        Asked next = talk.ask().orElseThrow();
        Usage halved = Usage.reported(next.prompt() / 2, 10);

        Booking booking = new ContextWindow()
                .book(next.request(), next.plan(), new Booking.Reply(halved, Measurer.of(List.of()), calibration));

        assertThat(booking.silentlyCut()).isTrue();
        assertThat(booking.counts().sizes().head()).isEqualTo(TurnSizes.UNRELIABLE);
    }

    private void talk(int turns) {
        for (int turn = 0; turn < turns; turn++) {
            talk.ask().ifPresent(talk::answer);
        }
    }
}
