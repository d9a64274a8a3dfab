package io.backstory.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script. It begins with {@code #!lua} and declares no flags, so that a server that is no longer the primary, or is
 * cut off from its replicas, refuses it before its first line, reading scripts too. It returns {@code ARGV[1]} and
 * {@code ARGV[2]} first, and may be repeated when its outcome is not known.
 *
 * @param sha1 what {@code EVALSHA} calls it
 */
public record RedisScript(String name, String source, String sha1) {
    public RedisScript {
        if (!source.startsWith("#!lua\n")) {
            throw new IllegalArgumentException(name + " does not begin with #!lua");
        }
    }

    public static RedisScript of(String name, String source) {
        return new RedisScript(name, source, sha1(source));
    }

    /** Reads {@code redis/<name>.lua} beside a class. */
    public static RedisScript resource(Class<?> home, String name) {
        String file = "redis/" + name + ".lua";
        try (InputStream in = home.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("there is no " + file);
            }
            return of(name, new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String source) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-1", e);
        }
    }
}
