package io.backstory.metrics;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The side of the clients: requests, streams, and where the gateway's own time goes. */
final class ClientMeters {
    /** Doors that answer turns now: only these can fail for a provider's or the store's sake. */
    private static final Set<Door> TURN_DOORS = EnumSet.of(Door.CHAT, Door.COMPLETIONS);

    private final Family<Counter> requests;
    private final Family<Timer> duration;
    private final Family<Timer> firstToken;
    private final Family<Timer> overhead;
    private final Family<Timer> phases;
    private final Family<AtomicLong> inFlight;
    private final Family<AtomicLong> activeStreams;
    private final Family<Counter> streams;
    private final Family<Counter> authFailures;

    ClientMeters(Meters meters) {
        requests = requests(meters);
        duration = meters.timer(
                "backstory.request.duration",
                "Request received to last byte written",
                Buckets.REQUEST,
                "door",
                "route",
                "stream",
                "result");
        firstToken = meters.timer(
                "backstory.time.to.first.token",
                "Request received to first content token sent, streams only",
                Buckets.FIRST_TOKEN,
                "route");
        overhead = meters.timer(
                "backstory.overhead", "Time the gateway itself added to a request", Buckets.OVERHEAD, "door", "stream");
        phases = meters.timer("backstory.phase.duration", "Where the overhead goes", Buckets.PHASE, "phase");
        inFlight = meters.level("backstory.requests.in.flight", "Requests being processed", "door");
        activeStreams = meters.level("backstory.streams.active", "Open client streams", "route");
        streams = meters.counter("backstory.streams", "Client streams by how they ended", "route", "end");
        authFailures = meters.counter("backstory.auth.failures", "Refused callers", "reason");
    }

    private static Family<Counter> requests(Meters meters) {
        return meters.counter(
                "backstory.requests",
                "Finished client requests",
                "door",
                "route",
                "tenant",
                "stream",
                "outcome",
                "status");
    }

    void createAtZero(Names names) {
        for (Door door : Door.values()) {
            inFlight.of(door.label());
        }
        for (String route : names.routes()) {
            activeStreams.of(route);
            for (StreamEnd end : StreamEnd.values()) {
                streams.of(route, end.label());
            }
        }
        for (AuthFailure reason : AuthFailure.values()) {
            authFailures.of(reason.label());
        }
        names.routesByTenant().forEach((tenant, routes) -> routes.forEach(route -> createFailures(tenant, route)));
    }

    private void createFailures(String tenant, String route) {
        for (Door door : TURN_DOORS) {
            for (Outcome outcome : Outcome.values()) {
                if (outcome.isBad()) {
                    String status = Integer.toString(outcome.usualStatus());
                    requests.of(door.label(), route, tenant, "true", outcome.label(), status);
                    requests.of(door.label(), route, tenant, "false", outcome.label(), status);
                }
            }
        }
    }

    void started(Door door) {
        inFlight.of(door.label()).incrementAndGet();
    }

    void finished(RequestRecord request, Names names) {
        String door = request.door().label();
        String route = names.route(request.route());
        String stream = Boolean.toString(request.stream());
        inFlight.of(door).decrementAndGet();
        requests.of(
                        door,
                        route,
                        names.tenant(request.tenant()),
                        stream,
                        request.outcome().label(),
                        Integer.toString(request.status()))
                .increment();
        duration.of(door, route, stream, request.outcome().result()).record(request.durationNanos(), NANOSECONDS);
        overhead.of(door, stream).record(request.overheadNanos(), NANOSECONDS);
        if (request.stream() && request.firstTokenNanos() > 0) {
            firstToken.of(route).record(request.firstTokenNanos(), NANOSECONDS);
        }
    }

    void phase(Phase phase, long nanos) {
        phases.of(phase.label()).record(nanos, NANOSECONDS);
    }

    /** The names are asked again at the end: the route may have left the configuration by then. */
    OpenStream openStream(String route, Supplier<Names> names) {
        return new OpenStream(
                activeStreams.of(names.get().route(route)),
                end -> streams.of(names.get().route(route), end.label()).increment());
    }

    void authFailed(AuthFailure reason) {
        authFailures.of(reason.label()).increment();
    }
}
