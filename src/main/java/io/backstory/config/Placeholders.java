package io.backstory.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts environment variables into a parsed value: {@code ${NAME}}, {@code ${NAME:-default}}, {@code ${NAME:?message}},
 * and {@code $$} for a dollar. As in a shell, the last two take an empty variable for an unset one. Since the value is
 * parsed already, what a variable holds cannot change the structure of the file.
 */
final class Placeholders {
    private static final Pattern ONE = Pattern.compile("\\$\\$|\\$\\{(?<body>[^}]*)(?<end>}?)");
    private static final Pattern BODY =
            Pattern.compile("(?s)(?<name>[A-Za-z_][A-Za-z0-9_]*)(?:(?<kind>:-|:\\?)(?<rest>.*))?");

    private final Environment environment;

    Placeholders(Environment environment) {
        this.environment = environment;
    }

    String replace(String text) throws Refused {
        StringBuilder replaced = new StringBuilder();
        Matcher found = ONE.matcher(text);
        while (found.find()) {
            String value = found.group("body") == null ? "$" : variable(found.group("body"), found.group("end"));
            found.appendReplacement(replaced, Matcher.quoteReplacement(value));
        }
        return found.appendTail(replaced).toString();
    }

    private String variable(String body, String end) throws Refused {
        Matcher parts = BODY.matcher(body);
        if (end.isEmpty() || !parts.matches() || body.contains("${")) {
            throw new Refused(
                    "A reference to an environment variable is ${NAME}, ${NAME:-default} or ${NAME:?message}.",
                    "Write $$ for a dollar sign.");
        }
        String value = environment.variable(parts.group("name"));
        String kind = parts.group("kind");
        if (kind == null) {
            return required(parts.group("name"), value);
        }
        if (value != null && !value.isEmpty()) {
            return value;
        }
        if (kind.equals(":-")) {
            return parts.group("rest");
        }
        throw new Refused("The environment variable " + parts.group("name") + " is not set.", parts.group("rest"));
    }

    private static String required(String name, @Nullable String value) throws Refused {
        if (value == null) {
            throw new Refused(
                    "The environment variable " + name + " is not set.",
                    "Set it, or write ${" + name + ":-value} to give a default.");
        }
        return value;
    }
}
