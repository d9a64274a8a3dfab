package io.backstory.upstream;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How people say their name, and how they ask for it. */
final class SimulatedNames {
    private static final String REST = "[\\p{L}'’-]*(?: \\p{Lu}[\\p{L}'’-]*)*)";
    private static final String NAME = "(\\p{Lu}" + REST;
    private static final Pattern SAYS_SO = Pattern.compile("(?i:\\bmy name(?: is|'s|’s) )(\\p{L}" + REST);
    private static final Pattern WANTS_TO_BE_CALLED = Pattern.compile("(?i:\\bcall me )" + NAME);
    /** Also said of much else, as in "I'm German", so it counts only where no plainer word is found. */
    private static final Pattern IS_SOMEONE = Pattern.compile("(?i:\\b(?:I am|I'm|I’m|this is) )" + NAME);

    private static final Pattern ASKS = Pattern.compile(
            "\\b(what|whats|tell|say|know|remember|recall|forget|forgotten|guess)\\b.*\\bmy name\\b"
                    + "|\\bwho am i\\b|\\bwhat am i called\\b|\\bwhat (do|should) you call me\\b",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);

    private SimulatedNames() {}

    static boolean asked(String text) {
        return ASKS.matcher(text).find();
    }

    /** The name the newest of these texts tells. */
    static Optional<String> told(List<String> texts) {
        return last(texts, SAYS_SO, WANTS_TO_BE_CALLED).or(() -> last(texts, IS_SOMEONE));
    }

    private static Optional<String> last(List<String> texts, Pattern... forms) {
        Optional<String> name = Optional.empty();
        for (String text : texts) {
            for (Pattern form : forms) {
                Matcher found = form.matcher(text);
                name = found.find() ? Optional.of(found.group(1)) : name;
            }
        }
        return name;
    }
}
