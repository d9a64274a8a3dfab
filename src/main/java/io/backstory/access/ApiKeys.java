package io.backstory.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.config.AuthConfig;
import io.backstory.config.AuthConfig.KeyConfig;
import io.backstory.config.AuthConfig.TenantConfig;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Recognises callers by API key. Keys are 256 random bits, so a plain SHA-256 is all that is kept of them; they are
 * found by the whole hash, never by a part of it, and compared in constant time. Immutable.
 */
public final class ApiKeys {
    private static final String SCHEME = "Bearer ";
    private static final Caller ANYONE = new Caller(AuthConfig.OPEN_TENANT, "-", Set.of());

    private final boolean open;
    private final Map<Bytes, Entry> keys = new HashMap<>();
    private final Consumer<Refusal> onRefusal;

    /**
     * Reads the hashes of all tenants.
     *
     * @param onRefusal told of each caller that is turned away, before {@link #authenticate} throws
     * @throws IllegalArgumentException when two keys have the same hash
     */
    public ApiKeys(AuthConfig config, Consumer<Refusal> onRefusal) {
        this.open = config.mode() == AuthConfig.Mode.NONE;
        this.onRefusal = onRefusal;
        config.tenants().forEach(this::add);
    }

    /**
     * The caller these headers name, in mode {@code NONE} always the same one.
     *
     * @throws ChatException {@code INVALID_API_KEY}; the text never repeats what was sent
     */
    public Caller authenticate(@Nullable String authorization, @Nullable String apiKey) {
        return open ? ANYONE : find(presentedKey(authorization, apiKey));
    }

    /** Whether callers have to show a key. */
    public boolean required() {
        return !open;
    }

    private String presentedKey(@Nullable String authorization, @Nullable String apiKey) {
        if (authorization == null && apiKey == null) {
            throw refuse(Refusal.MISSING, "An API key is required: Authorization: Bearer, or x-api-key.");
        }
        String bearer = authorization == null ? null : bearer(authorization);
        String key = bearer == null ? apiKey == null ? "" : apiKey.strip() : bearer;
        if (key.isEmpty()) {
            throw refuse(Refusal.MALFORMED, "The API key is empty.");
        }
        if (apiKey != null && !sameText(key, apiKey.strip())) {
            throw refuse(Refusal.MALFORMED, "Authorization and x-api-key hold different keys.");
        }
        return key;
    }

    private String bearer(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw refuse(Refusal.MALFORMED, "The Authorization header must be of the form: Bearer <API key>.");
        }
        return authorization.substring(SCHEME.length()).strip();
    }

    private Caller find(String key) {
        Bytes hash = Bytes.wrap(sha256(key));
        Entry entry = keys.get(hash);
        if (entry == null
                || !MessageDigest.isEqual(hash.unsafeArray(), entry.hash().unsafeArray())) {
            throw refuse(Refusal.UNKNOWN_KEY, "The API key is not valid.");
        }
        return entry.caller();
    }

    private ChatException refuse(Refusal reason, String message) {
        onRefusal.accept(reason);
        return new ChatException(Kind.INVALID_API_KEY, message);
    }

    private void add(TenantConfig tenant) {
        for (KeyConfig key : tenant.keys()) {
            Bytes hash = Bytes.wrap(HexFormat.of().parseHex(key.sha256()));
            Caller caller = new Caller(tenant.id(), key.id(), Set.copyOf(tenant.routes()));
            if (keys.put(hash, new Entry(hash, caller)) != null) {
                throw new IllegalArgumentException("key " + key.id() + " of tenant " + tenant.id() + " is used twice");
            }
        }
    }

    private static boolean sameText(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private record Entry(Bytes hash, Caller caller) {}
}
