package io.backstory.metrics;

/**
 * The next target of a route was asked instead.
 *
 * @param reason why the first one could not answer
 * @param answered whether the second one did
 */
public record Fallback(String route, String fromProvider, String toProvider, ErrorClass reason, boolean answered) {}
