package io.backstory.config;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider endpoint and the models it serves.
 *
 * @param dialect {@code openai-chat}, {@code anthropic-messages} or {@code simulator}
 * @param baseUrl null for the simulator
 * @param apiKey null where none is sent
 * @param allowPrivate whether the address may be private or loopback
 * @param maxConnections open connections at most
 * @param simulator null unless the dialect is {@code simulator}
 */
public record ProviderConfig(
        String name,
        String dialect,
        @Nullable URI baseUrl,
        @Nullable Secret apiKey,
        boolean allowPrivate,
        Timeouts timeouts,
        int maxConnections,
        Map<String, ModelConfig> models,
        @Nullable SimulatorConfig simulator) {
    public ProviderConfig {
        requireNonNull(name);
        requireNonNull(dialect);
        requireNonNull(timeouts);
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    }

    /**
     * How long one call may take.
     *
     * @param firstToken from the request to the first byte of the reply
     * @param idle between two chunks
     * @param total from the request to the end
     */
    public record Timeouts(Duration connect, Duration firstToken, Duration idle, Duration total) {
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(3), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(10));
    }

    /**
     * What is known of a model.
     *
     * @param contextWindow tokens of prompt and reply together
     * @param maxOutput tokens of a reply
     * @param encoding JTokkit's name of the tokenizer, {@code o200k_base} unless said otherwise
     * @param promptCache what helps the provider's prompt cache; null leaves it to what is known of the provider
     * @param family tokenizer family; null goes by the model's name
     * @param priceCliff first prompt size at which the whole request costs more; null for what is known of the model
     */
    public record ModelConfig(
            String name,
            int contextWindow,
            int maxOutput,
            String encoding,
            @Nullable PromptCaching promptCache,
            @Nullable String family,
            @Nullable Integer priceCliff) {
        public ModelConfig {
            requireNonNull(name);
            requireNonNull(encoding);
        }

        /** A model of which no more is said. */
        public ModelConfig(String name, int contextWindow, int maxOutput, String encoding) {
            this(name, contextWindow, maxOutput, encoding, null);
        }

        /** A model that is counted as what its name says. */
        public ModelConfig(
                String name, int contextWindow, int maxOutput, String encoding, @Nullable PromptCaching promptCache) {
            this(name, contextWindow, maxOutput, encoding, promptCache, null, null);
        }
    }

    /** What of a prompt a provider wants to be told so that it finds it in its cache. */
    public enum PromptCaching {
        /** Nothing. */
        NONE,
        /** A key for the conversation. */
        KEY,
        /** A key, and a breakpoint behind the instructions. */
        BREAKPOINT,
        /** Markers behind the instructions, the history and the prompt. */
        MARKERS
    }

    /**
     * How the simulator behaves.
     *
     * @param tokenDelay pause before each word of a stream
     * @param faults what goes wrong, by the number of the call
     */
    public record SimulatorConfig(Duration tokenDelay, List<Fault> faults) {
        public static final SimulatorConfig DEFAULT = new SimulatorConfig(Duration.ofMillis(20), List.of());

        public SimulatorConfig {
            faults = List.copyOf(faults);
        }
    }

    /**
     * A planned failure: every {@code every}-th call does this.
     *
     * @param every 1 means each call
     */
    public record Fault(Mode mode, int every) {
        public enum Mode {
            /** Status 500. */
            FAIL,
            /** Accepts the request and never answers. */
            STALL,
            /** Ends in the middle of the reply. */
            CUT,
            /** Status 429 with a retry hint. */
            RATE_LIMIT
        }
    }
}
