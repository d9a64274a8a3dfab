package io.backstory.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.window.BillSimulator.Cell;
import io.backstory.window.BillSimulator.Equal;
import io.backstory.window.BillSimulator.Whole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the window is for: the figures of docs/context-window.md, with one seed and always the same result. */
class BillTest {
    private final BillSimulator simulator = new BillSimulator(42, 3_000, 3);

    @ParameterizedTest
    @CsvSource({"chat, 32000, 0.25", "chat, 128000, 0.35", "agent, 128000, 0.35"})
    void costs_a_fraction_of_a_sliding_window_with_the_same_mean_context(String kind, int budget, double most) {
        Equal row = simulator.equalContext(new Cell(kind, budget), 0.7);

        assertThat(row.step()).as("mean step over room").isLessThanOrEqualTo(0.025);
        assertThat(row.cost()).isLessThanOrEqualTo(most);
    }

    @ParameterizedTest
    @CsvSource({"chat, 8000", "agent, 8000", "agent, 32000"})
    void costs_less_than_a_sliding_window_where_few_messages_fit(String kind, int budget) {
        assertThat(simulator.equalContext(new Cell(kind, budget), 0.7).cost()).isLessThanOrEqualTo(0.8);
    }

    @ParameterizedTest
    @CsvSource({"chat, 32000", "chat, 128000", "agent, 128000"})
    void nine_tenths_of_the_tokens_are_read_from_the_cache_after_the_first_cut(String kind, int budget) {
        Whole fixed = simulator.wholeSessions(new Cell(kind, budget), 0.7);
        Whole auto = simulator.wholeSessions(new Cell(kind, budget), null);

        assertThat(fixed.hits()).isGreaterThanOrEqualTo(0.9);
        assertThat(auto.hits()).isGreaterThanOrEqualTo(0.9);
        assertThat(fixed.cost()).isLessThan(0.3);
    }

    @Test
    void an_agent_keeps_nine_tenths_of_its_dialogue_over_400_requests() {
        Whole row = simulator.wholeSessions(new Cell("agent", 128_000), 0.7);

        assertThat(row.dialogue()).isGreaterThanOrEqualTo(0.9);
        assertThat(row.slidingDialogue()).isLessThan(0.5);
    }

    @ParameterizedTest
    @CsvSource({"chat, 32000", "agent, 128000"})
    void nine_plans_of_ten_need_no_tokenizer(String kind, int budget) {
        assertThat(simulator.equalContext(new Cell(kind, budget), 0.7).uncounted())
                .isGreaterThanOrEqualTo(0.9);
    }
}
