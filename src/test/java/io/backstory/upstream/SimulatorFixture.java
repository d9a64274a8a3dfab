package io.backstory.upstream;

import static io.backstory.upstream.Calls.await;

import io.backstory.chat.ChatRequest;
import io.backstory.chat.Message;
import io.backstory.chat.NativeOptions;
import io.backstory.chat.Options;
import io.backstory.chat.Origin;
import io.backstory.chat.PromptCache;
import io.backstory.chat.Role;
import io.backstory.chat.Tool;
import io.backstory.chat.ToolChoice;
import io.backstory.config.ProviderConfig;
import io.backstory.config.ProviderConfig.Fault;
import io.backstory.config.ProviderConfig.ModelConfig;
import io.backstory.config.ProviderConfig.SimulatorConfig;
import io.backstory.config.ProviderConfig.Timeouts;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Simulators, with faults or without, and requests for them. */
abstract class SimulatorFixture {
    final Vertx vertx = Vertx.vertx();

    /** A request in the making. */
    record Request(
            List<Message> messages,
            List<Tool> tools,
            @Nullable ToolChoice choice,
            @Nullable Integer maxTokens,
            boolean stream) {
        Request tool(String name, String schema) {
            return new Request(messages, List.of(Tool.function(name, null, schema)), choice, maxTokens, stream);
        }

        Request choice(ToolChoice other) {
            return new Request(messages, tools, other, maxTokens, stream);
        }

        Request maxTokens(int number) {
            return new Request(messages, tools, choice, number, stream);
        }

        Request json() {
            return new Request(messages, tools, choice, maxTokens, false);
        }

        ChatRequest build() {
            Options options =
                    new Options(maxTokens, null, null, List.of(), choice, null, null, null, NativeOptions.NONE);
            Origin target = new Origin("openai-chat", "sim", "echo");
            return new ChatRequest(
                    target, List.of(), tools, List.of(), messages, options, 4_096, stream, PromptCache.NONE);
        }
    }

    @AfterEach
    void closes_everything() {
        await(vertx.close());
    }

    static Request request(Message... messages) {
        return new Request(List.of(messages), List.of(), null, null, true);
    }

    static Message user(String text) {
        return Message.text(Role.USER, text);
    }

    static Message assistant(String text) {
        return Message.text(Role.ASSISTANT, text);
    }

    Upstream simulator(Fault... faults) {
        return simulator(Timeouts.DEFAULT, faults);
    }

    Upstream simulator(Timeouts timeouts, Fault... faults) {
        ModelConfig model = new ModelConfig("echo", 1000, 100, "o200k_base");
        SimulatorConfig simulator = new SimulatorConfig(Duration.ZERO, List.of(faults));
        ProviderConfig config = new ProviderConfig(
                "sim", "simulator", null, null, false, timeouts, 1, Map.of("echo", model), simulator);
        return Upstreams.create(vertx, config);
    }
}
