package io.backstory.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Ids of tool calls as the Messages format takes them: {@code [A-Za-z0-9_-]+}. Any other id becomes a legal one that
 * depends on nothing but the id, so that a call and its result still meet.
 */
final class ToolIds {
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern ILLEGAL_CHARACTER = Pattern.compile("[^A-Za-z0-9_-]");

    private ToolIds() {}

    static boolean isLegal(String id) {
        return LEGAL.matcher(id).matches();
    }

    static String legal(String id) {
        return isLegal(id) ? id : ILLEGAL_CHARACTER.matcher(id).replaceAll("_") + "_" + digest(id);
    }

    private static String digest(String id) {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(id.getBytes(UTF_8));
            return HexFormat.of().formatHex(sha256, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
