package io.backstory.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A group of settings. Unknown and repeated keys are reported when it is opened. */
final class Section {
    private final Place place;
    private final Value.Scope scope;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final Map<String, Place> keys = new LinkedHashMap<>();

    private Section(Place place, Value.Scope scope) {
        this.place = place;
        this.scope = scope;
    }

    /** A group with the settings of the schema; another key in it is an error. */
    static Section of(Value value, Place place, String... known) {
        Section section = named(value, place);
        section.refuseAllBut(Set.copyOf(Arrays.asList(known)));
        return section;
    }

    /** A group whose keys are names the operator chose. */
    static Section named(Value value, Place place) {
        Section section = new Section(place, value.scope());
        if (value.node() instanceof MappingNode mapping && value.hasPlainTag()) {
            mapping.getValue().forEach(section::add);
        } else {
            value.error("A group of settings is expected here, such as \"name: value\" lines, indented.");
        }
        return section;
    }

    /** The group below {@code key}, empty when it is not there. */
    Section section(String key, String... known) {
        return find(key).map(value -> of(value, placeOf(key), known)).orElseGet(() -> empty(key));
    }

    Section namedSection(String key) {
        return find(key).map(value -> named(value, placeOf(key))).orElseGet(() -> empty(key));
    }

    Optional<Value> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** The setting, or {@code fallback} when it is missing or wrong. */
    <T> T read(String key, T fallback, Value.Reading<T> reading) {
        return find(key).flatMap(value -> value.read(reading)).orElse(fallback);
    }

    /** Reports a setting that is not there. */
    Optional<Value> require(String key, String explanation) {
        if (!has(key)) {
            scope.problems().error(place.withPath(path(key)), explanation);
        }
        return find(key);
    }

    Collection<String> names() {
        return values.keySet();
    }

    Value get(String key) {
        return find(key).orElseThrow();
    }

    /** Where the key stands, or the group when it has no such key. */
    Place placeOf(String key) {
        return keys.getOrDefault(key, place.withPath(path(key)));
    }

    Place place() {
        return place;
    }

    void error(Place at, String... explanation) {
        scope.problems().error(at, explanation);
    }

    void warning(Place at, String... explanation) {
        scope.problems().warning(at, explanation);
    }

    private Section empty(String key) {
        return new Section(place.withPath(path(key)), scope);
    }

    private void add(NodeTuple entry) {
        Node key = entry.getKeyNode();
        if (!(key instanceof ScalarNode name)) {
            error(Place.of(place.path(), key), "A name is expected before the colon.");
            return;
        }
        Place at = Place.of(path(name.getValue()), key);
        @Nullable Place first = keys.putIfAbsent(name.getValue(), at);
        if (first != null) {
            error(at, "\"" + name.getValue() + "\" stands here twice, first in line " + first.line() + ".");
            return;
        }
        Node value = entry.getValueNode();
        values.put(name.getValue(), new Value(Place.of(at.path(), value), value, scope));
    }

    private void refuseAllBut(Set<String> known) {
        for (String name : List.copyOf(values.keySet())) {
            if (!known.contains(name)) {
                List<String> right = known.stream().sorted().toList();
                Optional<String> meant = Suggestion.nearest(name, right);
                String refusal = "There is no setting called \"" + name + "\" here.";
                error(
                        placeOf(name),
                        meant.map(it -> new String[] {refusal + Suggestion.didYouMean(name, right)})
                                .orElseGet(() ->
                                        new String[] {refusal, "It is one of " + String.join(", ", right) + "."}));
                meant.ifPresent(it -> rename(name, it));
                values.remove(name);
            }
        }
    }

    /** Lets a mistyped setting pass for the one that was meant, so that it is checked and not also called missing. */
    private void rename(String name, String meant) {
        values.putIfAbsent(meant, get(name));
        keys.putIfAbsent(meant, placeOf(name));
    }

    private String path(String key) {
        return place.path().isEmpty() ? key : place.path() + "." + key;
    }
}
