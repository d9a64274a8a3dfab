package io.backstory.metrics;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.backstory.chat.Kind;
import io.backstory.config.ProviderConfig;
import io.backstory.config.RouteConfig.Target;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The side of the providers: calls, their speed, and fallbacks. */
final class UpstreamMeters {
    private static final String PROVIDER_INFO = "backstory.provider.info";

    private final Meters meters;
    private final Family<Counter> attempts;
    private final Family<Timer> duration;
    private final Family<Timer> firstToken;
    private final Family<Counter> fallbacks;

    UpstreamMeters(Meters meters) {
        this.meters = meters;
        attempts = meters.counter(
                "backstory.upstream.attempts",
                "Calls to providers, retries included",
                "provider",
                "model",
                "error_class");
        duration = meters.timer(
                "backstory.upstream.duration",
                "Successful calls to providers, to the last byte",
                Buckets.REQUEST,
                "provider",
                "model",
                "stream");
        firstToken = meters.timer(
                "backstory.upstream.time.to.first.token",
                "Call to a provider to its first content token",
                Buckets.FIRST_TOKEN,
                "provider",
                "model");
        fallbacks = meters.counter(
                "backstory.fallbacks",
                "Requests handed to the next target of the route",
                "route",
                "from_provider",
                "to_provider",
                "reason",
                "result");
    }

    void createAtZero(Names names) {
        meters.remove(PROVIDER_INFO);
        names.providers().forEach(this::createInfo);
        for (Target target : names.targets()) {
            for (ErrorClass error : ErrorClass.values()) {
                attempts.of(target.provider(), target.model(), error.label());
            }
        }
        names.targetsByRoute().forEach(this::createFallbacks);
    }

    private void createInfo(ProviderConfig provider) {
        String host = provider.baseUrl() == null ? null : provider.baseUrl().getHost();
        meters.info(
                PROVIDER_INFO,
                "Configured providers",
                Tags.of(
                        "provider", provider.name(),
                        "dialect", provider.dialect(),
                        "host", host == null ? Names.NONE : host));
    }

    private void createFallbacks(String route, List<Target> targets) {
        for (int i = 1; i < targets.size(); i++) {
            String from = targets.get(i - 1).provider();
            String to = targets.get(i).provider();
            for (ErrorClass reason : reasonsToFallBack()) {
                fallbacks.of(route, from, to, reason.label(), "ok");
                fallbacks.of(route, from, to, reason.label(), "error");
            }
        }
    }

    private static Set<ErrorClass> reasonsToFallBack() {
        Set<ErrorClass> reasons = EnumSet.noneOf(ErrorClass.class);
        for (Kind kind : Kind.values()) {
            if (kind.retryable()) {
                reasons.add(ErrorClass.of(kind));
            }
        }
        return reasons;
    }

    void finished(UpstreamCall call, Names names) {
        String provider = names.provider(call.target().provider());
        String model = names.model(call.target());
        attempts.of(provider, model, call.errorClass().label()).increment();
        if (call.errorClass() == ErrorClass.NONE) {
            duration.of(provider, model, Boolean.toString(call.stream())).record(call.durationNanos(), NANOSECONDS);
        }
        if (call.firstTokenNanos() > 0) {
            firstToken.of(provider, model).record(call.firstTokenNanos(), NANOSECONDS);
        }
    }

    void fellBack(Fallback fallback, Names names) {
        fallbacks
                .of(
                        names.route(fallback.route()),
                        names.provider(fallback.fromProvider()),
                        names.provider(fallback.toProvider()),
                        fallback.reason().label(),
                        fallback.answered() ? "ok" : "error")
                .increment();
    }
}
