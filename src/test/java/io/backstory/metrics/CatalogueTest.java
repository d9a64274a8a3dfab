package io.backstory.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names and labels operators build on: changing one breaks their boards. */
class CatalogueTest {
    private final Map<String, Set<String>> exposed =
            Exposition.of(Happenings.afterOneOfEverything()).labelsByName();

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "backstory_requests_total, door outcome route status stream tenant",
                "backstory_request_duration_seconds_count, door result route stream",
                "backstory_request_duration_seconds_bucket, door le result route stream",
                "backstory_time_to_first_token_seconds_bucket, le route",
                "backstory_overhead_seconds_bucket, door le stream",
                "backstory_phase_duration_seconds_bucket, le phase",
                "backstory_requests_in_flight, door",
                "backstory_streams_active, route",
                "backstory_streams_total, end route",
                "backstory_upstream_attempts_total, error_class model provider",
                "backstory_upstream_duration_seconds_bucket, le model provider stream",
                "backstory_upstream_time_to_first_token_seconds_bucket, le model provider",
                "backstory_fallbacks_total, from_provider reason result route to_provider",
                "backstory_provider_info, dialect host provider",
                "backstory_input_tokens_total, model provider route tenant",
                "backstory_output_tokens_total, model provider route tenant",
                "backstory_input_cached_tokens_total, model provider route tenant",
                "backstory_input_cache_write_tokens_total, model provider route tenant",
                "backstory_output_reasoning_tokens_total, model provider route tenant",
                "backstory_estimated_tokens_total, direction model provider",
                "backstory_request_input_tokens_bucket, le route",
                "backstory_request_output_tokens_bucket, le route",
                "backstory_context_utilization_ratio_bucket, le route",
                "backstory_history_injected_tokens_total, route tenant",
                "backstory_truncations_total, reason route strategy",
                "backstory_truncated_tokens_total, route strategy",
                "backstory_length_errors_total, provider recovered",
                "backstory_store_operation_duration_seconds_bucket, le operation result store",
                "backstory_store_reply_mismatch_total, -",
                "backstory_session_cache_requests_total, result",
                "backstory_session_cache_entries, -",
                "backstory_session_cache_size_bytes, -",
                "backstory_session_cache_evictions_total, cause",
                "backstory_session_turns_bucket, le route",
                "backstory_session_creations_total, tenant",
                "backstory_session_conflicts_total, resolution",
                "backstory_replay_total, kind",
                "backstory_turn_commit_total, result",
                "backstory_turn_ack_seconds_bucket, le",
                "backstory_lease_lost_total, -",
                "backstory_fenced_total, -",
                "backstory_commit_unknown_total, -",
                "backstory_history_regressed_total, -",
                "backstory_turn_queue_seconds_bucket, door le",
                "backstory_orphan_streams, -",
                "backstory_auth_failures_total, reason",
                "backstory_build_info, commit java version"
            })
    void exposes_each_name_with_exactly_its_labels(String name, String labels) {
        assertThat(exposed).containsKey(name);
        assertThat(exposed.get(name)).isEqualTo(labels == null ? Set.of() : new TreeSet<>(Set.of(labels.split(" "))));
    }

    @Test
    void exposes_the_jvm_and_the_process() {
        assertThat(exposed)
                .containsKeys(
                        "jvm_memory_used_bytes",
                        "jvm_threads_live_threads",
                        "process_cpu_usage",
                        "process_uptime_seconds",
                        "process_files_open_files");
    }

    @Test
    void no_label_clashes_with_those_a_scrape_adds() {
        assertThat(exposed.values().stream().flatMap(Set::stream))
                .doesNotContain("job", "instance", "endpoint", "service", "namespace", "pod", "container");
    }
}
