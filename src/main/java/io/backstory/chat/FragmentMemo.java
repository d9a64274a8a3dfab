package io.backstory.chat;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What has been made from a turn, filled by whoever needs it first: its fragments, its other forms, and what the window
 * adds up along the log. All of it is a pure function of the turn, the turns before it and the key, so a memo is no part
 * of its turn's value: all memos are equal.
 */
public final class FragmentMemo {
    private final Map<FragmentKey, Fragment> rendered = new ConcurrentHashMap<>(2);
    private final Map<Object, Turn> forms = new ConcurrentHashMap<>(1);
    private final Map<Object, Object> sums = new ConcurrentHashMap<>(1);

    public Fragment get(FragmentKey key, Function<FragmentKey, Fragment> render) {
        Fragment known = rendered.get(key);
        return known != null ? known : rendered.computeIfAbsent(key, render);
    }

    /** The same turn shown in another form, such as without its tool results; it has a memo of its own. */
    public Turn form(Object key, Supplier<Turn> make) {
        return forms.computeIfAbsent(key, missing -> make.get());
    }

    /** A sum over the log up to this turn, if it was noted under {@code key}. */
    public <T> Optional<T> sum(Object key, Class<T> type) {
        return Optional.ofNullable(sums.get(key)).map(type::cast);
    }

    public void note(Object key, Object sum) {
        sums.put(key, sum);
    }

    /** Bytes held, for the bound of the near cache. */
    public long size() {
        long bytes = 0;
        for (Turn form : forms.values()) {
            bytes += form.fragments().size();
        }
        for (Fragment fragment : rendered.values()) {
            bytes += fragment.json().length();
        }
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FragmentMemo;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return rendered.keySet().toString();
    }
}
