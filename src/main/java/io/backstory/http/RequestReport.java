package io.backstory.http;

import io.backstory.access.Caller;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.metrics.Outcome;
import io.backstory.metrics.Phase;
import io.backstory.metrics.RequestRecord;
import io.backstory.turn.TurnTimes;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Gives each request its id and reports it once it is over, however it ends. */
final class RequestReport implements Handler<RoutingContext> {
    private static final int CLIENT_LEFT = 499;

    private final GatewayMetrics metrics;

    RequestReport(GatewayMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void handle(RoutingContext context) {
        Exchange exchange = Exchange.begin(context);
        context.response().putHeader("x-request-id", exchange.requestId());
        metrics.requestStarted(exchange.door().label());
        context.addEndHandler(end -> report(context, exchange, end.succeeded()));
        context.next();
    }

    private void report(RoutingContext context, Exchange exchange, boolean wholeAnswer) {
        boolean began = context.response().headWritten();
        Caller caller = exchange.callerIfKnown();
        TurnTimes times = exchange.times();
        metrics.requestFinished(new RequestRecord(
                exchange.door().label(),
                exchange.route(),
                caller == null ? null : caller.tenant(),
                exchange.stream(),
                wholeAnswer ? exchange.outcome() : Outcome.CANCELLED,
                wholeAnswer || began ? context.response().getStatusCode() : CLIENT_LEFT,
                times.total(),
                times.overhead(),
                exchange.stream() ? times.toFirstEvent() : 0));
        if (times.queued() > 0) {
            metrics.turnQueued(exchange.door().label(), times.queued());
        }
        phase(Phase.BEGIN, times.beginning());
        phase(Phase.WINDOW, times.fitting());
        phase(Phase.COMMIT, times.committing());
    }

    private void phase(Phase phase, long nanos) {
        if (nanos > 0) {
            metrics.phaseFinished(phase, nanos);
        }
    }
}
