package io.backstory.upstream;

import io.backstory.upstream.SimulatedRequest.ToolOffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which of the offered tools a text asks for. */
final class SimulatedTools {
    private static final Pattern ANY = words("(?:use|call|try|run) (?:a|the|your|one of your|my) tools?");
    /** Words of tool names that say nothing about what the tool is for. */
    private static final Set<String> COMMON = Set.of(
            "get", "set", "list", "find", "fetch", "search", "lookup", "look", "up", "read", "run", "do", "tool");

    private SimulatedTools() {}

    /** The tool that is named, else the one whose subject is spoken of, else any when the text asks for a tool. */
    static Optional<ToolOffer> wanted(List<ToolOffer> tools, String text) {
        return first(tools, tool -> isNamed(tool, text))
                .or(() -> first(tools, tool -> isAbout(tool, text)))
                .or(() -> ANY.matcher(text).find() ? first(tools, tool -> true) : Optional.empty());
    }

    private static Optional<ToolOffer> first(List<ToolOffer> tools, Predicate<ToolOffer> condition) {
        return tools.stream().filter(condition).findFirst();
    }

    private static boolean isNamed(ToolOffer tool, String text) {
        String spoken = String.join(" ", parts(tool));
        return has(text, tool.name()) || has(text, spoken);
    }

    /** As "What's the weather in Paris?" is about {@code get_weather}. */
    private static boolean isAbout(ToolOffer tool, String text) {
        List<String> subject =
                parts(tool).stream().filter(part -> !COMMON.contains(part)).toList();
        return !subject.isEmpty() && subject.stream().allMatch(part -> has(text, part));
    }

    /** The words of a name written with underscores, dashes, dots or capitals. */
    private static List<String> parts(ToolOffer tool) {
        return Arrays.stream(tool.name().split("[_.-]+|(?<=\\p{Ll})(?=\\p{Lu})", -1))
                .filter(part -> !part.isEmpty())
                .map(part -> part.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static boolean has(String text, String words) {
        return words(Pattern.quote(words)).matcher(text).find();
    }

    private static Pattern words(String regex) {
        return Pattern.compile("\\b" + regex + "\\b", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
