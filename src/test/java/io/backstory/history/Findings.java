package io.backstory.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects what the rules find. */
final class Findings {
    private final List<Violation> found = new ArrayList<>();

    void add(Violation.Rule rule, String what, @Nullable Event... proof) {
        found.add(new Violation(
                rule, what, Arrays.stream(proof).filter(Objects::nonNull).toList()));
    }

    List<Violation> found() {
        return List.copyOf(found);
    }
}
