package io.backstory.sse;

/** A stream went beyond what a decoder is willing to hold or to read. */
public final class SseLimitException extends RuntimeException {
    public SseLimitException(String message) {
        super(message);
    }
}
