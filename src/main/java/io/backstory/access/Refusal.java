package io.backstory.access;

/** Why a caller was not recognised. Operators are told; the caller is not told which keys exist. */
public enum Refusal {
    /** No key was sent. */
    MISSING,
    /** What was sent is not one key: another scheme, an empty value, or two headers that differ. */
    MALFORMED,
    /** No tenant has this key. */
    UNKNOWN_KEY
}
