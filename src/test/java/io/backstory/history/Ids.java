package io.backstory.history;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How messages and replies are named in their own text, so that they are recognised wherever they turn up. */
final class Ids {
    private static final Pattern MESSAGE = Pattern.compile("([a-z0-9]+)-canary-[0-9]+");
    private static final Pattern REPLY = Pattern.compile("(r[0-9]+) answers ");

    private Ids() {}

    /** A message id; it carries the canary of its tenant. */
    static String message(String tenant, long number) {
        return tenant + "-canary-" + number;
    }

    static String tenantOf(String message) {
        return message.substring(0, Math.max(0, message.indexOf("-canary-")));
    }

    static String reply(String call, String message) {
        return call + " answers " + message + " in a few words and says at last that this is all.";
    }

    static Optional<String> messageIn(String text) {
        Matcher matcher = MESSAGE.matcher(text);
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }

    static Optional<String> callIn(String text) {
        Matcher matcher = REPLY.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    static Set<String> tenantsIn(String text) {
        Set<String> tenants = new TreeSet<>();
        Matcher matcher = MESSAGE.matcher(text);
        while (matcher.find()) {
            tenants.add(matcher.group(1));
        }
        return tenants;
    }
}
