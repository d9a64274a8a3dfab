package io.backstory.history;

import io.backstory.config.AuthConfig;
import io.backstory.config.AuthConfig.KeyConfig;
import io.backstory.config.AuthConfig.TenantConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The tenants of a run. They use the same session names. */
final class Tenants {
    static final List<String> ALL = List.of("acme", "globex", "initech", "umbrella");

    private Tenants() {}

    static String key(String tenant) {
        return "bsk_key-of-" + tenant;
    }

    static String sha256(String tenant) {
        try {
            byte[] key = key(tenant).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    static AuthConfig config() {
        return new AuthConfig(
                AuthConfig.Mode.KEYS,
                false,
                ALL.stream()
                        .map(it -> new TenantConfig(it, List.of(new KeyConfig(it, sha256(it))), List.of()))
                        .toList());
    }
}
