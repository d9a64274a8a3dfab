package io.backstory.metrics;

import java.util.Locale;

/** An enum whose constants are label values. */
interface Label {
    String name();

    default String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
