package io.backstory.upstream;

import static io.backstory.upstream.Calls.await;

import io.backstory.config.ProviderConfig;
import io.backstory.config.Secret;
import io.backstory.testing.FakeProvider;
import io.backstory.testing.Replies;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A provider that speaks {@link LineDialect}, and upstreams for it. */
abstract class HttpUpstreamFixture {
    static final ProviderConfig.Timeouts TIMEOUTS = ProviderConfig.Timeouts.DEFAULT;
    static final String KEY = "sk-secret-0123456789";

    final Vertx vertx = Vertx.vertx();
    FakeProvider provider = await(FakeProvider.start(vertx));

    /** The settings a test may want to change. */
    record Settings(URI baseUrl, boolean allowPrivate, int connections, ProviderConfig.Timeouts timeouts) {
        Settings connections(int number) {
            return new Settings(baseUrl, allowPrivate, number, timeouts);
        }

        Settings at(String url) {
            return new Settings(URI.create(url), allowPrivate, connections, timeouts);
        }

        Settings publicOnly() {
            return new Settings(baseUrl, false, connections, timeouts);
        }

        Settings firstToken(Duration limit) {
            return with(new ProviderConfig.Timeouts(timeouts.connect(), limit, timeouts.idle(), timeouts.total()));
        }

        Settings idle(Duration limit) {
            return with(
                    new ProviderConfig.Timeouts(timeouts.connect(), timeouts.firstToken(), limit, timeouts.total()));
        }

        Settings total(Duration limit) {
            return with(new ProviderConfig.Timeouts(timeouts.connect(), timeouts.firstToken(), timeouts.idle(), limit));
        }

        private Settings with(ProviderConfig.Timeouts other) {
            return new Settings(baseUrl, allowPrivate, connections, other);
        }

        ProviderConfig config() {
            return new ProviderConfig(
                    "alpha", "line", baseUrl, new Secret(KEY), allowPrivate, timeouts, connections, Map.of(), null);
        }
    }

    @BeforeEach
    void answers_briefly() {
        provider.byDefault(Replies.chunks("Hello\n", "done\n"));
    }

    @AfterEach
    void closes_everything() {
        await(vertx.close());
    }

    Upstream upstream() {
        return upstream(settings -> settings);
    }

    Upstream upstream(String path) {
        return upstream(settings -> settings.at(settings.baseUrl() + path));
    }

    Upstream upstream(UnaryOperator<Settings> change) {
        Settings settings = new Settings(provider.baseUrl(), true, 10, TIMEOUTS);
        return new HttpUpstream(vertx, change.apply(settings).config(), new LineDialect());
    }
}
