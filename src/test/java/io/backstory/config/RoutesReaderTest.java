package io.backstory.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesReaderTest {

    @Test
    void a_model_the_provider_does_not_have_is_refused() {
        assertThat(problems("targets: [sim/ecko]"))
                .containsExactly(
                        "5:23 routes.default.targets[0] | Provider \"sim\" has no model \"ecko\". It has: echo.");
    }

    @Test
    void a_provider_that_is_not_there_is_refused() {
        assertThat(problems("targets: [sum/echo]"))
                .contains(
                        "5:23 routes.default.targets[0] | There is no provider called \"sum\". Did you mean \"sim\"?");
    }

    @Test
    void a_target_has_both_parts() {
        assertThat(problems("targets: [echo]"))
                .containsExactly("5:23 routes.default.targets[0] | A target is written provider/model.");
    }

    @Test
    void a_target_stands_in_a_route_once() {
        assertThat(problems("targets: [sim/echo, sim/echo]"))
                .containsExactly("5:33 routes.default.targets[1] | This target stands in the route twice. Remove one.");
    }

    @Test
    void a_route_needs_targets() {
        assertThat(problems("targets: []"))
                .containsExactly(
                        "5:22 routes.default.targets | A route needs at least one target, written provider/model.");
        assertThat(problems("targets: sim/echo"))
                .containsExactly("5:22 routes.default.targets | A list is expected here, such as [a, b].");
        assertThat(problems(""))
                .containsExactly("5:3 routes.default.targets"
                        + " | targets is missing: the models to ask, such as [provider/model].");
    }

    @Test
    void a_budget_larger_than_the_smallest_window_is_refused() {
        assertThat(problems("targets: [sim/echo], history: {budgetTokens: 160000}"))
                .containsExactly("5:58 routes.default.history.budgetTokens"
                        + " | Target sim/echo holds 1,000 tokens, so 160,000 can never fit."
                        + " Lower budgetTokens, or take sim/echo out of this route.");
    }

    @Test
    void a_budget_with_strategy_full_is_refused() {
        assertThat(problems("targets: [sim/echo], history: {budgetTokens: 500, strategy: full}"))
                .containsExactly(
                        "5:44 routes.default.history.budgetTokens | Strategy full sends everything,"
                                + " so it has no budget. Remove budgetTokens, or use strategy: error to refuse what is over it.");
    }

    @Test
    void a_low_water_mark_without_a_cut_is_refused() {
        assertThat(problems("targets: [sim/echo], history: {lowWater: auto, strategy: sliding}"))
                .containsExactly("5:44 routes.default.history.lowWater"
                        + " | Only strategy cache_stable cuts down to a low-water mark. Remove lowWater.");
    }

    @Test
    void a_low_water_mark_is_a_share() {
        assertThat(problems("targets: [sim/echo], history: {lowWater: 1.0}"))
                .containsExactly(
                        "5:54 routes.default.history.lowWater | auto, or a number from 0.3 to 0.95, is expected.");
    }

    @Test
    void an_unknown_strategy_gets_a_suggestion() {
        assertThat(problems("targets: [sim/echo], history: {strategy: cache-stable}"))
                .containsExactly("5:54 routes.default.history.strategy | One of these is expected: cache_stable,"
                        + " sliding, full, error. Did you mean \"cache_stable\"?");
    }

    @Test
    void a_provider_no_route_uses_is_a_warning() {
        String more = "  idle: {dialect: simulator, models: {m: {contextWindow: 1000, maxOutput: 100}}}\nroutes:";

        assertThat(ConfigFiles.warnings(ConfigFiles.SMALLEST.replace("routes:", more)))
                .containsExactly("4:3 providers.idle | no route uses this provider.");
    }

    private static List<String> problems(String route) {
        return ConfigFiles.problems(ConfigFiles.SMALLEST.replace("targets: [sim/echo]", route));
    }
}
