package io.backstory.metrics;

import io.backstory.chat.ContextReport;
import io.backstory.chat.Origin;
import io.backstory.chat.Usage;

/**
 * A turn a provider answered.
 *
 * @param origin who answered
 */
public record TurnRecord(String route, String tenant, Origin origin, Usage usage, ContextReport context) {}
