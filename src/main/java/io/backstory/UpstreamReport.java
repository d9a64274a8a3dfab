package io.backstory;

import io.backstory.chat.Origin;
import io.backstory.metrics.ErrorClass;
import io.backstory.metrics.Fallback;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.metrics.UpstreamCall;
import io.backstory.routing.FallbackObserver;
import io.backstory.upstream.UpstreamObserver;
import java.util.Locale;

/** Tells the metrics about every call to a provider. */
final class UpstreamReport implements UpstreamObserver {
    private final GatewayMetrics metrics;

    UpstreamReport(GatewayMetrics metrics) {
        this.metrics = metrics;
    }

    /** Tells the metrics that the next target of a route was asked. */
    void fellBack(FallbackObserver.Fallback fallback) {
        metrics.fellBack(new Fallback(
                fallback.route(),
                fallback.from().provider(),
                fallback.to().provider(),
                errorClass(fallback.reason().errorClass()),
                fallback.answered()));
    }

    @Override
    public void started(Attempt attempt) {}

    @Override
    public void ended(Attempt attempt, String errorClass, long nanos, long firstTokenNanos) {
        metrics.upstreamFinished(new UpstreamCall(
                new Origin("", attempt.provider(), attempt.model()),
                attempt.stream(),
                errorClass(errorClass),
                nanos,
                Math.max(0, firstTokenNanos)));
    }

    private static ErrorClass errorClass(String word) {
        return ErrorClass.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
