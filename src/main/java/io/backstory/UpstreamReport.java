package io.backstory;

import io.backstory.chat.Origin;
import io.backstory.metrics.ErrorClass;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.metrics.UpstreamCall;
import io.backstory.upstream.UpstreamObserver;
import java.util.Locale;

/** Tells the metrics about every call to a provider. */
final class UpstreamReport implements UpstreamObserver {
    private final GatewayMetrics metrics;

    UpstreamReport(GatewayMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void started(Attempt attempt) {}

    @Override
    public void ended(Attempt attempt, String errorClass, long nanos, long firstTokenNanos) {
        metrics.upstreamFinished(new UpstreamCall(
                new Origin("", attempt.provider(), attempt.model()),
                attempt.stream(),
                ErrorClass.valueOf(errorClass.toUpperCase(Locale.ROOT)),
                nanos,
                Math.max(0, firstTokenNanos)));
    }
}
