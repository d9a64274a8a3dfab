package io.backstory.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value of the file. Each way to read it reports what is wrong and then gives nothing. */
record Value(Place place, Node node, Scope scope) {
    private static final Set<Tag> PLAIN =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP, Tag.ENV_TAG);

    /** What the values of one file share. */
    record Scope(Environment environment, Placeholders placeholders, Problems problems) {}

    /** Turns text into what a setting takes. */
    @FunctionalInterface
    interface Reading<T> {
        T of(String text) throws Refused;
    }

    <T> Optional<T> read(Reading<T> reading) {
        if (!isScalar()) {
            return Optional.empty();
        }
        try {
            return Optional.of(reading.of(scope.placeholders().replace(written())));
        } catch (Refused refused) {
            error(refused.explanation());
            return Optional.empty();
        }
    }

    Optional<String> text() {
        return read(text -> text);
    }

    /** The text as it stands in the file, references not replaced; safe to repeat in a message. */
    String written() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    boolean isMissing() {
        return node.getTag().equals(Tag.NULL);
    }

    boolean isEmptyList() {
        return node instanceof SequenceNode list && list.getValue().isEmpty();
    }

    List<Value> items() {
        if (!(node instanceof SequenceNode list) || !PLAIN.contains(node.getTag())) {
            error("A list is expected here, such as [a, b].");
            return List.of();
        }
        return IntStream.range(0, list.getValue().size())
                .mapToObj(index -> item(list.getValue().get(index), index))
                .toList();
    }

    void error(String... explanation) {
        scope.problems().error(place, explanation);
    }

    void warning(String... explanation) {
        scope.problems().warning(place, explanation);
    }

    boolean hasPlainTag() {
        return PLAIN.contains(node.getTag());
    }

    private Value item(Node item, int index) {
        return new Value(Place.of(place.path() + "[" + index + "]", item), item, scope);
    }

    private boolean isScalar() {
        if (!(node instanceof ScalarNode)) {
            error("A single value is expected here, not a " + (node instanceof SequenceNode ? "list." : "group."));
        } else if (isMissing()) {
            error("The value is missing.");
        } else if (!hasPlainTag()) {
            error("Type tags (!name) are not taken. Write the value alone.");
        } else {
            return true;
        }
        return false;
    }
}
