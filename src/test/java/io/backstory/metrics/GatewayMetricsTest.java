package io.backstory.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.config.RouteConfig.Strategy;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {
    private final GatewayMetrics metrics = new GatewayMetrics(Happenings.config("default"));

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void failures_are_at_zero_before_the_first_one() {
        assertThat(value("backstory_requests_total{door=\"chat\",outcome=\"internal_error\",route=\"default\","
                        + "status=\"500\",stream=\"true\",tenant=\"globex\"}"))
                .isZero();
        assertThat(value("backstory_upstream_attempts_total{error_class=\"tls\",model=\"small\",provider=\"beta\"}"))
                .isZero();
        assertThat(value("backstory_store_operation_duration_seconds_count{operation=\"commit\",result=\"error\","
                        + "store=\"sqlite\"}"))
                .isZero();
        assertThat(value("backstory_auth_failures_total{reason=\"unknown_key\"}"))
                .isZero();
        assertThat(value("backstory_session_conflicts_total{resolution=\"rejected\"}"))
                .isZero();
        assertThat(value("backstory_fallbacks_total{from_provider=\"alpha\",reason=\"reset\",result=\"error\","
                        + "route=\"default\",to_provider=\"beta\"}"))
                .isZero();
        assertThat(value("backstory_streams_total{end=\"upstream_abort\",route=\"default\"}"))
                .isZero();
    }

    @Test
    void every_outcome_of_a_request_is_counted_apart() {
        for (Outcome outcome : Outcome.values()) {
            metrics.requestStarted(Door.CHAT);
            metrics.requestFinished(Happenings.request("default", "acme", outcome));
        }

        for (Outcome outcome : Outcome.values()) {
            assertThat(value(requests(outcome, "default", "acme"))).isEqualTo(1);
        }
        assertThat(value("backstory_requests_in_flight{door=\"chat\"}")).isZero();
    }

    @Test
    void a_request_without_route_and_tenant_is_counted_under_fixed_names() {
        metrics.requestStarted(Door.CHAT);
        metrics.requestFinished(Happenings.request(null, null, Outcome.AUTH_FAILED));

        assertThat(value(requests(Outcome.AUTH_FAILED, "_other", "_none"))).isEqualTo(1);
    }

    @Test
    void five_thousand_unknown_names_add_no_series_beyond_other() {
        Happenings.oneOfEverything(metrics, "unknown", "unknown", "unknown", "unknown");
        Set<String> before = backstorySamples();

        for (int i = 0; i < 5_000; i++) {
            Happenings.oneOfEverything(metrics, "route-" + i, "provider-" + i, "model-" + i, "tenant-" + i);
        }

        assertThat(backstorySamples()).isEqualTo(before);
        assertThat(value("backstory_session_creations_total{tenant=\"_other\"}"))
                .isEqualTo(5_001);
    }

    @Test
    void a_model_known_from_another_provider_is_other() {
        Happenings.oneOfEverything(metrics, "default", "alpha", "small", "acme");

        assertThat(value("backstory_upstream_attempts_total{error_class=\"none\",model=\"_other\",provider=\"alpha\"}"))
                .isEqualTo(1);
    }

    @Test
    void an_open_stream_is_shown_until_it_ends_once() {
        OpenStream stream = metrics.streamStarted("default");
        assertThat(value("backstory_streams_active{route=\"default\"}")).isEqualTo(1);

        stream.end(StreamEnd.CLIENT_CANCEL);
        stream.end(StreamEnd.COMPLETE);

        assertThat(value("backstory_streams_active{route=\"default\"}")).isZero();
        assertThat(value("backstory_streams_total{end=\"client_cancel\",route=\"default\"}"))
                .isEqualTo(1);
        assertThat(value("backstory_streams_total{end=\"complete\",route=\"default\"}"))
                .isZero();
    }

    @Test
    void tokens_are_counted_by_who_asked_and_who_answered() {
        Happenings.oneOfEverything(metrics, "default", "alpha", "large", "acme");
        String who = "{model=\"large\",provider=\"alpha\",route=\"default\",tenant=\"acme\"}";

        assertThat(value("backstory_input_tokens_total" + who)).isEqualTo(1000);
        assertThat(value("backstory_input_cached_tokens_total" + who)).isEqualTo(600);
        assertThat(value("backstory_input_cache_write_tokens_total" + who)).isEqualTo(100);
        assertThat(value("backstory_output_tokens_total" + who)).isEqualTo(50);
        assertThat(value("backstory_output_reasoning_tokens_total" + who)).isEqualTo(20);
        assertThat(value("backstory_history_injected_tokens_total{route=\"default\",tenant=\"acme\"}"))
                .isEqualTo(800);
        assertThat(value("backstory_context_utilization_ratio_sum{route=\"default\"}"))
                .isEqualTo(1000.0 / 128_000);
        assertThat(value("backstory_context_utilization_ratio_bucket{route=\"default\",le=\"0.1\"}"))
                .isEqualTo(1);
    }

    @Test
    void a_cut_counts_its_tokens_once() {
        metrics.historyCut(new HistoryCut("default", Strategy.SLIDING, CutReason.COLD, 300));

        assertThat(value("backstory_truncations_total{reason=\"cold\",route=\"default\",strategy=\"sliding\"}"))
                .isEqualTo(1);
        assertThat(value("backstory_truncated_tokens_total{route=\"default\",strategy=\"sliding\"}"))
                .isEqualTo(300);
    }

    @Test
    void histograms_have_exactly_the_listed_buckets() {
        Happenings.oneOfEverything(metrics, "default", "alpha", "large", "acme");

        assertThat(value("backstory_time_to_first_token_seconds_bucket{route=\"default\",le=\"5.0\"}"))
                .isEqualTo(1);
        assertThat(buckets("backstory_time_to_first_token_seconds")).isEqualTo(Buckets.FIRST_TOKEN.length + 1);
        assertThat(buckets("backstory_overhead_seconds")).isEqualTo(Buckets.OVERHEAD.length + 1);
        assertThat(buckets("backstory_request_input_tokens")).isEqualTo(Buckets.INPUT_TOKENS.length + 1);
    }

    @Test
    void a_reload_drops_what_is_gone_and_keeps_counting_what_stays() {
        GatewayMetrics reloaded = new GatewayMetrics(Happenings.config("old", "default"));
        Happenings.oneOfEverything(reloaded, "default", "alpha", "large", "acme");
        Happenings.oneOfEverything(reloaded, "old", "alpha", "large", "acme");
        OpenStream running = reloaded.streamStarted("old");

        reloaded.configured(Happenings.config("default", "new"));
        running.end(StreamEnd.COMPLETE);
        Happenings.oneOfEverything(reloaded, "default", "alpha", "large", "acme");

        Exposition after = Exposition.of(reloaded);
        assertThat(after.value(requests(Outcome.OK, "default", "acme"))).isEqualTo(2);
        assertThat(after.value("backstory_streams_active{route=\"new\"}")).isZero();
        assertThat(after.samples().keySet()).noneMatch(sample -> sample.contains("\"old\""));
    }

    @Test
    void a_provider_that_moved_is_shown_at_its_new_address_alone() {
        metrics.configured(Happenings.movedTo("test"));

        assertThat(backstorySamples())
                .filteredOn(sample -> sample.startsWith("backstory_provider_info"))
                .hasSize(2)
                .allMatch(sample -> sample.contains(".test\""));
    }

    @Test
    void the_near_cache_is_asked_at_each_scrape() {
        metrics.watchCache(() -> 7, () -> 8_192);
        System.gc();

        assertThat(value("backstory_session_cache_entries")).isEqualTo(7);
        assertThat(value("backstory_session_cache_size_bytes")).isEqualTo(8_192);
    }

    private double value(String sample) {
        return Exposition.of(metrics).value(sample);
    }

    private long buckets(String histogram) {
        return backstorySamples().stream()
                .filter(sample -> sample.startsWith(histogram + "_bucket"))
                .count();
    }

    private Set<String> backstorySamples() {
        return Set.of(Exposition.of(metrics).samples().keySet().stream()
                .filter(sample -> sample.startsWith("backstory_"))
                .toArray(String[]::new));
    }

    private static String requests(Outcome outcome, String route, String tenant) {
        return "backstory_requests_total{door=\"chat\",outcome=\"%s\",route=\"%s\",status=\"%d\",stream=\"true\",tenant=\"%s\"}"
                .formatted(outcome.label(), route, outcome.usualStatus(), tenant);
    }
}
