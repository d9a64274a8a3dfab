package io.backstory.config;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Who may call.
 *
 * @param openOnPurpose allows mode {@code NONE} on an address others can reach
 */
public record AuthConfig(Mode mode, boolean openOnPurpose, List<TenantConfig> tenants) {
    /** The one tenant of mode {@code NONE}. */
    public static final String OPEN_TENANT = "default";

    public static final AuthConfig OPEN = new AuthConfig(Mode.NONE, false, List.of());

    public enum Mode {
        /** Whoever reaches the port may call; everyone is the same tenant. */
        NONE,
        KEYS
    }

    /**
     * One owner of sessions.
     *
     * @param routes model names it may ask for; empty means all
     */
    public record TenantConfig(String id, List<KeyConfig> keys, List<String> routes) {
        public TenantConfig {
            requireNonNull(id);
            keys = List.copyOf(keys);
            routes = List.copyOf(routes);
        }
    }

    /**
     * One API key of a tenant.
     *
     * @param sha256 64 hex digits: the hash of the whole key; the key itself is in no file
     */
    public record KeyConfig(String id, String sha256) {
        public KeyConfig {
            requireNonNull(id);
            requireNonNull(sha256);
        }
    }

    public AuthConfig {
        requireNonNull(mode);
        tenants = List.copyOf(tenants);
    }
}
