package io.backstory.config;

import io.backstory.config.ProviderConfig.Fault;
import io.backstory.config.ProviderConfig.ModelConfig;
import io.backstory.config.ProviderConfig.SimulatorConfig;
import io.backstory.config.ProviderConfig.Timeouts;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code providers}. */
final class ProviderReader {
    static final String[] SETTINGS = {
        "dialect", "baseUrl", "apiKey", "allowPrivate", "timeouts", "maxConnections", "models", "tokenDelay", "faults"
    };
    private static final String SIMULATOR = "simulator";
    private static final List<String> DIALECTS = List.of("openai-chat", "anthropic-messages", SIMULATOR);
    private static final List<String> OF_THE_NETWORK = List.of("baseUrl", "apiKey", "allowPrivate", "maxConnections");
    private static final List<String> OF_THE_SIMULATOR = List.of("tokenDelay", "faults");
    private static final int CONNECTIONS = 200;

    private final String name;
    private final Section provider;
    private final Map<String, ModelConfig> models;

    ProviderReader(String name, Section provider, Map<String, ModelConfig> models) {
        this.name = name;
        this.provider = provider;
        this.models = models;
    }

    ProviderConfig read() {
        String dialect = provider.require(
                        "dialect", "dialect is missing. It is one of " + String.join(", ", DIALECTS) + ".")
                .flatMap(value -> value.read(Readings.oneOf(DIALECTS)))
                .orElse("");
        if (dialect.equals(SIMULATOR)) {
            refuse(OF_THE_NETWORK, "The simulator makes no connection, so this has no meaning here. Remove it.");
        } else if (!dialect.isEmpty()) {
            refuse(OF_THE_SIMULATOR, "Only a provider with dialect: simulator has this setting.");
        }
        return new ProviderConfig(
                name,
                dialect,
                baseUrl(dialect),
                apiKey(dialect),
                provider.read("allowPrivate", false, Readings.flag()),
                timeouts(),
                provider.read("maxConnections", CONNECTIONS, Readings.whole(1, 100_000)),
                models,
                dialect.equals(SIMULATOR) ? simulator() : null);
    }

    private void refuse(List<String> settings, String explanation) {
        for (String setting : settings) {
            if (provider.has(setting)) {
                provider.error(provider.placeOf(setting), explanation);
            }
        }
    }

    private @Nullable URI baseUrl(String dialect) {
        if (!isAsked("baseUrl", dialect)) {
            return null;
        }
        Optional<Value> value = provider.require("baseUrl", "baseUrl is missing, such as https://api.example.com/v1.");
        Optional<URI> url = value.flatMap(written -> written.read(BaseUrl::read));
        if (url.isPresent()) {
            check(value.orElseThrow(), url.get());
        }
        return url.orElse(null);
    }

    private void check(Value value, URI url) {
        boolean isPrivate = BaseUrl.isPrivate(url);
        if (isPrivate && !provider.read("allowPrivate", false, text -> !text.equals("false"))) {
            value.error(
                    "This address is private: it leads into this machine or network.",
                    "If that is meant, write allowPrivate: true beside it.");
        }
        boolean clear = "http".equalsIgnoreCase(url.getScheme());
        if (clear
                && !isPrivate
                && !provider.find("apiKey").map(Value::written).orElse("none").equals("none")) {
            value.warning("the key and every conversation travel without encryption; use https://.");
        }
    }

    private @Nullable Secret apiKey(String dialect) {
        if (!isAsked("apiKey", dialect)) {
            return null;
        }
        String missing = "apiKey is missing. Write ${NAME} for a variable that holds it, file:/path, or none.";
        return provider.require("apiKey", missing).flatMap(ApiKeyReader::read).orElse(null);
    }

    /** Where the dialect is in doubt, what stands there is checked and nothing is missed. */
    private boolean isAsked(String setting, String dialect) {
        return dialect.isEmpty() ? provider.has(setting) : !dialect.equals(SIMULATOR);
    }

    private Timeouts timeouts() {
        Section timeouts = provider.section("timeouts", "connect", "firstToken", "idle", "total");
        Value.Reading<Duration> reading = Readings.duration(Duration.ofMillis(1), Duration.ofDays(1));
        Timeouts standard = Timeouts.DEFAULT;
        return new Timeouts(
                timeouts.read("connect", standard.connect(), reading),
                timeouts.read("firstToken", standard.firstToken(), reading),
                timeouts.read("idle", standard.idle(), reading),
                timeouts.read("total", standard.total(), reading));
    }

    private SimulatorConfig simulator() {
        List<Fault> faults = new ArrayList<>();
        provider.find("faults").map(Value::items).orElse(List.of()).forEach(item -> fault(item, faults));
        Duration delay = provider.read(
                "tokenDelay",
                SimulatorConfig.DEFAULT.tokenDelay(),
                Readings.duration(Duration.ZERO, Duration.ofMinutes(1)));
        return new SimulatorConfig(delay, faults);
    }

    private static void fault(Value item, List<Fault> faults) {
        Section fault = Section.of(item, item.place(), "mode", "every");
        Optional<Fault.Mode> mode = fault.require("mode", "mode is missing: fail, stall, cut or rate_limit.")
                .flatMap(value -> value.read(Readings.choice(Fault.Mode.class)));
        Optional<Integer> every = fault.require("every", "every is missing: 5 means each fifth call.")
                .flatMap(value -> value.read(Readings.whole(1, 1_000_000)));
        if (mode.isPresent() && every.isPresent()) {
            faults.add(new Fault(mode.get(), every.get()));
        }
    }
}
