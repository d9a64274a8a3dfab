package io.backstory.chat;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Top-level members of a request as its dialect wrote them, in order, without those the gateway owns (model, messages,
 * tools, stream, session names).
 *
 * @param members member name to JSON text
 * @param untranslated names no typed option stands for: lost, and reported, when the provider speaks another dialect. One
 *     without a member was taken out by the door, and is lost and reported whatever the provider speaks
 */
public record NativeOptions(String dialect, Map<String, Bytes> members, List<String> untranslated) {
    public static final NativeOptions NONE = new NativeOptions("", Map.of(), List.of());

    public NativeOptions {
        requireNonNull(dialect);
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        untranslated = List.copyOf(untranslated);
    }

    /** What is lost even to a provider of the same dialect. */
    public List<String> withoutMember() {
        return untranslated.stream().filter(name -> !members.containsKey(name)).toList();
    }
}
