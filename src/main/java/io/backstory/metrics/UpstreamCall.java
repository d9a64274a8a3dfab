package io.backstory.metrics;

import io.backstory.chat.Origin;

/**
 * One call to a provider; a retry is a call of its own.
 *
 * @param durationNanos to the last byte
 * @param firstTokenNanos to the first content token; 0 when there was none, or for a JSON reply
 */
public record UpstreamCall(
        Origin target, boolean stream, ErrorClass errorClass, long durationNanos, long firstTokenNanos) {}
