package io.backstory.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A session as its owner names it. A session is only ever looked up by both parts, so one tenant cannot reach another's
 * whatever id it sends.
 *
 * @param id 1 to 128 characters, see {@link #isValidId}; or one that only {@link #hidden} makes
 */
public record SessionRef(String tenant, String id) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** No id a client can send begins like this. */
    private static final Pattern HIDDEN = Pattern.compile("_[A-Za-z0-9_-]{43}");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,127}");

    public SessionRef {
        if (tenant.isEmpty()) {
            throw new IllegalArgumentException("a session belongs to a tenant");
        }
        if (!isValidId(id) && !HIDDEN.matcher(id).matches()) {
            throw invalidId();
        }
    }

    /** The session a client names. */
    public static SessionRef named(String tenant, String id) {
        if (!isValidId(id)) {
            throw invalidId();
        }
        return new SessionRef(tenant, id);
    }

    /** A place for the reply to a request that names no session but itself: no client can name it, and no list has it. */
    public static SessionRef hidden(String tenant, String requestKey) {
        byte[] name = sha256(tenant + '\0' + requestKey);
        return new SessionRef(
                tenant, "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(name));
    }

    public boolean isHidden() {
        return id.charAt(0) == '_';
    }

    /** A new session with an id of the server's: {@code sess_} and 128 random bits. */
    public static SessionRef made(String tenant) {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return new SessionRef(
                tenant, "sess_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    public static ChatException invalidId() {
        return new ChatException(
                Kind.INVALID_SESSION_ID,
                "A session id is 1 to 128 characters of A-Z a-z 0-9 . _ : - and starts with a letter or digit.",
                "session_id");
    }

    public static boolean isValidId(String id) {
        return ID.matcher(id).matches();
    }

    /** Ids with these prefixes are only made by the server: using an unknown one never creates a session. */
    public boolean isServerMade() {
        return id.startsWith("sess_") || id.startsWith("conv_");
    }

    /** First 16 bytes of SHA-256(tenant, 0x00, id): the key a store files the session under. */
    public Bytes key() {
        return Bytes.wrap(Arrays.copyOf(sha256(tenant + '\0' + id), 16));
    }

    /** {@link #key} as 22 characters of base64url, the form logs carry. */
    public String hash() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key().unsafeArray());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
