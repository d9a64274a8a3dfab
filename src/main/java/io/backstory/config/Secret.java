package io.backstory.config;

import static java.util.Objects.requireNonNull;

/** A credential. It is read with {@link #reveal} where it is sent, and nowhere else shows what it is. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = requireNonNull(value);
    }

    public String reveal() {
        return value;
    }

    public boolean isEmpty() {
        return value.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
