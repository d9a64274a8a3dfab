package io.backstory.dialect;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A provider's own words on their way to a client: short, and without anything that looks like a key. */
public final class ProviderText {
    public static final int MAX_BYTES = 2048;

    private static final Pattern KEY_LIKE = Pattern.compile(
            "\\b(?:sk|pk|bsk|gsk|xai|rk|hf|org|proj)[-_][A-Za-z0-9_*-]{6,}|\\bAIza[A-Za-z0-9_*-]{8,}|(?i:\\bbearer\\s+)[^\\s\"']{6,}"
                    + "|\\b[A-Za-z0-9_-]{40,}");

    private ProviderText() {}

    /** The text with key-like strings replaced, cut to {@value #MAX_BYTES} bytes of UTF-8. */
    public static String forClient(String text) {
        return cut(KEY_LIKE.matcher(text).replaceAll("[redacted]"));
    }

    private static String cut(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_BYTES) {
            return text;
        }
        int end = MAX_BYTES - 3;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + "...";
    }
}
