package io.backstory.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides what is, or may be, a secret in a piece of the file. It works on text, so that a file too broken to be parsed
 * shows no secret either. The length stays, so that columns do.
 */
final class Redaction {
    private static final Pattern NAMED =
            Pattern.compile("(?i)(?:key|secret|password|token|sha-?256|authorization)s?[\"']?\\s*[:=]\\s*"
                    + "(?<secret>\"[^\"]*\"?|'[^']*'?|\\$\\{[^}]*}|[^\\s,}\\]]+)");
    private static final Pattern HARMLESS = Pattern.compile(
            "(?<quote>[\"']?)(?:\\$\\{\\w+(?::\\?[^}]*|:-(?:none)?)?}|file:[^\"']*|none|\\d{1,9}(?:ms|s|m|h|d)?|[{\\[|>].*)"
                    + "\\k<quote>");
    private static final Pattern LOOKS_LIKE_A_KEY =
            Pattern.compile("(?<secret>(?:sk|bsk|gsk|pk|rk|xai|ghp|hf|csk|nvapi|tgp)[-_][A-Za-z0-9_-]{6,}"
                    + "|AIza[A-Za-z0-9_-]{10,}|[A-Fa-f0-9]{32,}"
                    + "|(?=[A-Za-z_-]*[0-9])(?=[a-z0-9_-]*[A-Z])(?=[A-Z0-9_-]*[a-z])[A-Za-z0-9_-]{32,})");
    private static final Pattern CREDENTIALS = Pattern.compile("//(?<secret>[^/@\\s]+)@");

    private Redaction() {}

    /** A line of the file: also hides whatever stands behind a name such as {@code apiKey}. */
    static String line(String text) {
        return words(hide(NAMED, text));
    }

    static String words(String text) {
        return hide(CREDENTIALS, hide(LOOKS_LIKE_A_KEY, text));
    }

    static boolean looksLikeAKey(String text) {
        return LOOKS_LIKE_A_KEY.matcher(text).find();
    }

    private static String hide(Pattern pattern, String text) {
        StringBuilder hidden = new StringBuilder(text);
        Matcher found = pattern.matcher(text);
        while (found.find()) {
            if (pattern != NAMED || !HARMLESS.matcher(found.group("secret")).matches()) {
                String stars = "*".repeat(found.end("secret") - found.start("secret"));
                hidden.replace(found.start("secret"), found.end("secret"), stars);
            }
        }
        return hidden.toString();
    }
}
