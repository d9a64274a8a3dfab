package io.backstory.window;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The calibrations of a process, one a family. */
public final class Calibrations {
    private final Map<String, Calibration> known = new ConcurrentHashMap<>();
    private final double missRate;

    public Calibrations() {
        this(Margin.RECOVERABLE);
    }

    /** @param missRate see {@link Calibration} */
    Calibrations(double missRate) {
        this.missRate = missRate;
    }

    public Calibration of(Family family) {
        Calibration calibration = known.get(family.name());
        return calibration != null
                ? calibration
                : known.computeIfAbsent(family.name(), name -> new Calibration(family, missRate));
    }
}
