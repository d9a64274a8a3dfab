package io.backstory.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.StreamSupport;

/** Makes families of meters. Histograms get exactly the listed buckets and {@code +Inf}. */
final class Meters {
    private final PrometheusMeterRegistry registry;
    private final List<Family<?>> families = new CopyOnWriteArrayList<>();
    private final List<Histogram> ratios = new CopyOnWriteArrayList<>();

    Meters(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    Family<Counter> counter(String name, String what, String... labels) {
        return family(tags -> Counter.builder(name).description(what).tags(tags).register(registry), labels);
    }

    /** Seconds. */
    Family<Timer> timer(String name, String what, double[] seconds, String... labels) {
        Duration[] buckets = Arrays.stream(seconds)
                .mapToObj(second -> Duration.ofNanos(Math.round(second * 1e9)))
                .toArray(Duration[]::new);
        return family(
                tags -> Timer.builder(name)
                        .description(what)
                        .tags(tags)
                        .serviceLevelObjectives(buckets)
                        .register(registry),
                labels);
    }

    /** Whole numbers; for shares of 1 see {@link #ratio}. */
    Family<DistributionSummary> summary(String name, String what, double[] buckets, String... labels) {
        return family(
                tags -> DistributionSummary.builder(name)
                        .description(what)
                        .tags(tags)
                        .serviceLevelObjectives(buckets)
                        .register(registry),
                labels);
    }

    /**
     * Shares of 1, by route. The client library's own histogram, because Micrometer's rounds each value up to a whole
     * number before it picks the bucket.
     */
    Histogram ratio(String exposedName, String what, double[] buckets) {
        Histogram ratio = Histogram.builder()
                .name(exposedName)
                .help(what)
                .labelNames("route")
                .withoutExemplars()
                .classicOnly()
                .classicUpperBounds(buckets)
                .register(registry.getPrometheusRegistry());
        ratios.add(ratio);
        return ratio;
    }

    /** A number that goes up and down; the gauge keeps it alive. */
    Family<AtomicLong> level(String name, String what, String... labels) {
        return family(tags -> registerLevel(name, what, tags), labels);
    }

    /** A constant 1 whose labels are the message. */
    void info(String name, String what, Tags tags) {
        Gauge.builder(name, () -> 1)
                .description(what)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    /** Takes every meter of this name away, for a message that a new configuration words anew. */
    void remove(String name) {
        registry.find(name).meters().forEach(registry::remove);
    }

    /** A number read when it is asked for. */
    void gauge(String name, String what, LongSupplier value) {
        Gauge.builder(name, value::getAsLong)
                .description(what)
                .strongReference(true)
                .register(registry);
    }

    /** Removes every meter that carries a name the configuration no longer has. */
    void keepOnly(Names names) {
        families.forEach(family -> family.keepOnly(names));
        ratios.forEach(ratio -> ratio.removeIf(values -> !names.allows("route", values.get(0))));
        registry.getMeters().stream()
                .filter(meter -> !allows(names, meter.getId().getTagsAsIterable()))
                .forEach(registry::remove);
    }

    private <M> Family<M> family(Function<Tags, M> register, String... labels) {
        Family<M> family = new Family<>(List.of(labels), register);
        families.add(family);
        return family;
    }

    private AtomicLong registerLevel(String name, String what, Tags tags) {
        AtomicLong level = new AtomicLong();
        Gauge.builder(name, level, AtomicLong::doubleValue)
                .description(what)
                .tags(tags)
                .strongReference(true)
                .register(registry);
        return level;
    }

    private static boolean allows(Names names, Iterable<Tag> tags) {
        return StreamSupport.stream(tags.spliterator(), false)
                .allMatch(tag -> names.allows(tag.getKey(), tag.getValue()));
    }
}
