package io.backstory.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one YAML 1.2 document without anchors or aliases, at most {@value #DEEPEST} levels deep. */
final class YamlTree {
    private static final int DEEPEST = 32;
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setUseMarks(true).build();

    private final String text;
    private final Problems problems;

    YamlTree(String text, Problems problems) {
        this.text = text;
        this.problems = problems;
    }

    /** Null when the text is refused; then the reason is among the problems. */
    @Nullable
    Node read() {
        try {
            return isPlain() ? root(new Compose(SETTINGS).composeString(text)) : null;
        } catch (MarkedYamlEngineException broken) {
            Mark mark = broken.getProblemMark().or(broken::getContextMark).orElse(null);
            Place place = mark == null ? Place.START : Place.of("", mark, mark);
            problems.error(place, "This is not valid YAML: " + broken.getProblem() + ".", hint(place));
        } catch (ReaderException broken) {
            String before = text.substring(0, text.offsetByCodePoints(0, Math.min(broken.getPosition(), codePoints())));
            int line = (int) before.lines().count();
            problems.error(new Place("", Math.max(1, line), 1, 1), "A control character stands in this line.");
        } catch (YamlEngineException | IllegalArgumentException broken) {
            // The parser lets the latter out for an escape beyond the last character.
            problems.error(Place.START, "This is not valid YAML: a directive or an escaped character is out of range.");
        }
        return null;
    }

    private @Nullable Node root(Optional<Node> node) {
        if (node.isEmpty()) {
            problems.error(Place.START, "The file is empty. It starts with version: 1.");
        }
        return node.orElse(null);
    }

    private boolean isPlain() {
        int depth = 0;
        int documents = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            Event.ID id = event.getEventId();
            if (id == Event.ID.MappingStart || id == Event.ID.SequenceStart) {
                depth++;
            } else if (id == Event.ID.MappingEnd || id == Event.ID.SequenceEnd) {
                depth--;
            } else if (id == Event.ID.DocumentStart) {
                documents++;
            }
            String objection = objection(event, depth, documents);
            if (objection != null) {
                problems.error(Place.of("", mark(event.getStartMark()), mark(event.getEndMark())), objection);
                return false;
            }
        }
        return true;
    }

    private static @Nullable String objection(Event event, int depth, int documents) {
        if (documents > 1) {
            return "A second document starts here. The configuration is one document.";
        }
        if (depth > DEEPEST) {
            return "This is nested more than " + DEEPEST + " levels deep.";
        }
        if (event.getEventId() == Event.ID.Alias || (event instanceof NodeEvent node && hasAnchor(node))) {
            return "Anchors (&name) and aliases (*name) are not taken. Write the value out.";
        }
        return null;
    }

    private static boolean hasAnchor(NodeEvent event) {
        return event.getAnchor().isPresent();
    }

    private static Mark mark(Optional<Mark> mark) {
        return mark.orElseThrow();
    }

    private String hint(Place place) {
        String[] lines = text.split("\r\n|[\r\n]", -1);
        String line = place.line() <= lines.length ? lines[place.line() - 1] : "";
        if (line.matches(".*[\\[{].*[^\"'$]\\$\\{.*")) {
            return "Inside { } and [ ] a reference to a variable needs quotes: \"${NAME}\".";
        }
        return line.contains("\t")
                ? "Indent with spaces, not with tabs."
                : "Check the indentation and the quotes around this place.";
    }

    private int codePoints() {
        return text.codePointCount(0, text.length());
    }
}
