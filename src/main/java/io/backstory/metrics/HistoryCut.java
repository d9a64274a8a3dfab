package io.backstory.metrics;

import io.backstory.config.RouteConfig.Strategy;

/**
 * A new cut, not a turn that runs behind an old one.
 *
 * @param droppedTokens tokens this cut removed from the view, without those of earlier cuts
 */
public record HistoryCut(String route, Strategy strategy, CutReason reason, int droppedTokens) {}
