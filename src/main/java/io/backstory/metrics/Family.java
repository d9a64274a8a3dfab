package io.backstory.metrics;

import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/** All meters of one name. The registry is asked once for each combination of label values, the handle is kept. */
final class Family<M> {
    private final List<String> labels;
    private final Function<Tags, M> register;
    private final ConcurrentMap<List<String>, M> meters = new ConcurrentHashMap<>();

    Family(List<String> labels, Function<Tags, M> register) {
        this.labels = List.copyOf(labels);
        this.register = register;
    }

    /** The meter with these label values, in the order of the labels; made at 0 when it is new. */
    M of(String... values) {
        return meters.computeIfAbsent(List.of(values), this::create);
    }

    /** Lets go of meters whose names are gone from the configuration. */
    void keepOnly(Names names) {
        meters.keySet().removeIf(values -> !allowed(values, names));
    }

    private boolean allowed(List<String> values, Names names) {
        for (int i = 0; i < labels.size(); i++) {
            if (!names.allows(labels.get(i), values.get(i))) {
                return false;
            }
        }
        return true;
    }

    private M create(List<String> values) {
        if (values.size() != labels.size()) {
            throw new IllegalArgumentException("labels " + labels + " do not fit values " + values);
        }
        Tags tags = Tags.empty();
        for (int i = 0; i < labels.size(); i++) {
            tags = tags.and(labels.get(i), values.get(i));
        }
        return register.apply(tags);
    }
}
