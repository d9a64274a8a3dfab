package io.backstory.chat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The fragments a turn has been rendered to, filled by whoever renders first. A fragment is a pure function of turn and
 * key, so a memo is no part of its turn's value: all memos are equal.
 */
public final class FragmentMemo {
    private final Map<FragmentKey, Fragment> rendered = new ConcurrentHashMap<>(2);

    public Fragment get(FragmentKey key, Function<FragmentKey, Fragment> render) {
        Fragment known = rendered.get(key);
        return known != null ? known : rendered.computeIfAbsent(key, render);
    }

    /** Bytes held, for the bound of the near cache. */
    public long size() {
        long bytes = 0;
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
