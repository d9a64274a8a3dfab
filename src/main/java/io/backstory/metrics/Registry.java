package io.backstory.metrics;

import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Makes the registry and its backstop: past the bound of a label, new values are not recorded at all. */
final class Registry implements PrometheusConfig {
    private static final List<String> BOUNDED =
            List.of("route", "tenant", "provider", "model", "from_provider", "to_provider");
    private static final int MAX_VALUES = 1000;

    private Registry() {}

    static PrometheusMeterRegistry create() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(new Registry());
        for (String label : BOUNDED) {
            registry.config()
                    .meterFilter(MeterFilter.maximumAllowableTags("backstory", label, MAX_VALUES, MeterFilter.deny()));
        }
        return registry;
    }

    @Override
    public @Nullable String get(String key) {
        return null;
    }

    /** Exemplars on a {@code _count} make Prometheus before 2.43 refuse the whole scrape. */
    @Override
    public Properties prometheusProperties() {
        Properties properties = new Properties();
        properties.setProperty("io.prometheus.exporter.exemplarsOnAllMetricTypes", "false");
        return properties;
    }
}
