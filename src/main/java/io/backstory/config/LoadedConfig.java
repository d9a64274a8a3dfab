package io.backstory.config;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A configuration that can be used.
 *
 * @param warnings what should be looked at all the same, sorted by line
 */
public record LoadedConfig(GatewayConfig config, List<Problem> warnings) {
    public LoadedConfig {
        requireNonNull(config);
        warnings = List.copyOf(warnings);
    }
}
