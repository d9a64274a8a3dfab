package io.backstory.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.backstory.window.WindowSettings.Cutting;
import io.backstory.window.WindowSettings.Strategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowSettingsTest {

    @ParameterizedTest
    @CsvSource({"128000, 16000, 16000", "128000, 100, 1024", "128000, 64000, 32000", "2000, 100, 500"})
    void reserves_for_the_reply_between_1024_tokens_and_a_quarter_of_the_window(int window, int output, int reserve) {
        assertThat(settings(null, window, output).outputReserve()).isEqualTo(reserve);
        assertThat(settings(null, window, output).budget()).isEqualTo(window - reserve);
    }

    @Test
    void the_smaller_of_budget_and_room_holds() {
        assertThat(settings(60_000, 128_000, 16_000).budget()).isEqualTo(60_000);
        assertThat(settings(200_000, 128_000, 16_000).budget()).isEqualTo(112_000);
    }

    @Test
    void shrinks_the_output_before_the_window_overflows() {
        WindowSettings settings = settings(null, 10_000, 8_000);

        assertThat(settings.outputLimit(1_000)).isEqualTo(8_000);
        assertThat(settings.outputLimit(7_000)).isEqualTo(3_000);
        assertThat(settings.outputLimit(9_900)).isEqualTo(1_024);
        assertThat(settings(null, 10_000, 5).outputLimit(10_500)).isEqualTo(5);
    }

    @Test
    void nonsense_cannot_be_built() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(0, 10_000, 10))
                .withMessageContaining("budgetTokens");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(null, 0, 10))
                .withMessageContaining("contextWindow");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cutting.DEFAULT.withLowWater(Double.NaN))
                .withMessageContaining("lowWater");
    }

    private static WindowSettings settings(@Nullable Integer budget, int window, int output) {
        return new WindowSettings(budget, window, output, null, Strategy.CACHE_STABLE, Cutting.DEFAULT);
    }

    @Test
    void stays_below_the_price_cliff() {
        assertThat(new WindowSettings(null, 400_000, 16_000, 200_001, Strategy.CACHE_STABLE, Cutting.DEFAULT).budget())
                .isEqualTo(200_000);
        assertThat(new WindowSettings(null, 400_000, 16_000, 200_001, Strategy.FULL, Cutting.DEFAULT).budget())
                .isEqualTo(384_000);
    }
}
