package io.backstory.access;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * Who sent a request.
 *
 * @param keyId id of the key in the configuration, never the key itself; {@code -} where no key is needed
 * @param allowedRoutes model names it may ask for; empty means all
 */
public record Caller(String tenant, String keyId, Set<String> allowedRoutes) {
    public Caller {
        requireNonNull(tenant);
        requireNonNull(keyId);
        allowedRoutes = Set.copyOf(allowedRoutes);
    }

    public boolean mayUse(String route) {
        return allowedRoutes.isEmpty() || allowedRoutes.contains(route);
    }
}
