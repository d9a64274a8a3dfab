package io.backstory.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backstory.chat.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Names of keys. They hold hashes, never what a client sent; all keys of a session share the part in braces, which keeps
 * them together in a cluster.
 */
final class RedisKeys {
    private RedisKeys() {}

    /** The hash of a session. */
    static String meta(String hash) {
        return "bs:{" + hash + "}:m";
    }

    /** The list of its turns. */
    static String turns(String hash) {
        return "bs:{" + hash + "}:t";
    }

    /** The sessions that branched from it. */
    static String branches(String hash) {
        return "bs:{" + hash + "}:b";
    }

    /** The hash of the session that a turn is looked for in first. */
    static String hash(TurnName name) {
        if (name instanceof TurnName.Numbered it) {
            return it.session().hash();
        } else if (name instanceof TurnName.Newest it) {
            return it.session().hash();
        } else if (name instanceof TurnName.Token it) {
            return base64(it.token().sessionKey());
        }
        throw new AssertionError("no key for " + name.getClass());
    }

    /** The record of a request; a name that stands for none where the request has none. */
    static String record(String hash, @Nullable Idempotency idempotency) {
        return record(hash, idempotency == null ? "-" : base64(idempotency.key()));
    }

    static String record(String hash, String idempotencyKey) {
        return "bs:{" + hash + "}:i:" + idempotencyKey;
    }

    /** The sessions of a tenant by last use, without branches. */
    static String index(String tenant) {
        return "bs:x:{" + tenant(tenant) + "}";
    }

    /** The branches of a tenant by last use. */
    static String branchIndex(String tenant) {
        return "bs:xb:{" + tenant(tenant) + "}";
    }

    /** Like the hash of a session, from the tenant alone. */
    static String tenant(String tenant) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(tenant.getBytes(UTF_8));
            return base64(Bytes.wrap(Arrays.copyOf(hash, 16)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    static String base64(Bytes bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.unsafeArray());
    }

    /** 64 bits as they stand in Redis, whose scripts cannot hold them as a number. */
    static String hex(long number) {
        return HexFormat.of().toHexDigits(number);
    }

    static long number(String hex) {
        return HexFormat.fromHexDigitsToLong(hex);
    }
}
