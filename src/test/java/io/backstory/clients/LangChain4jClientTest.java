package io.backstory.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** LangChain4j's OpenAI model, unmodified, with the session named in a header. */
class LangChain4jClientTest {
    private static final Map<String, String> SESSION = Map.of("x-session-id", "ada-1");

    @ParameterizedTest
    @EnumSource(Wire.class)
    void remembers_across_requests_that_carry_only_the_new_message(Wire wire) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            gateway.provider().reply(wire.text("Hello, Ada."), wire.text("Your name is Ada."));
            ChatModel model = OpenAiChatModel.builder()
                    .baseUrl(gateway.url("/v1").toString())
                    .apiKey("any")
                    .modelName("default")
                    .customHeaders(SESSION)
                    .build();

            model.chat("My name is Ada.");

            assertThat(model.chat("What is my name?")).isEqualTo("Your name is Ada.");
            assertThat(gateway.provider().lastRequest().body().toString())
                    .contains("My name is Ada.", "Hello, Ada.", "What is my name?");
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void streams(Wire wire) throws Exception {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            gateway.provider().reply(wire.text("One two three"));
            CompletableFuture<ChatResponse> complete = new CompletableFuture<>();
            StringBuilder words = new StringBuilder();

            OpenAiStreamingChatModel.builder()
                    .baseUrl(gateway.url("/v1").toString())
                    .apiKey("any")
                    .modelName("default")
                    .customHeaders(SESSION)
                    .build()
                    .chat("Count.", collecting(words, complete));

            assertThat(complete.get(30, TimeUnit.SECONDS).aiMessage().text()).isEqualTo("One two three");
            assertThat(words).hasToString("One two three");
        }
    }

    private static StreamingChatResponseHandler collecting(
            StringBuilder words, CompletableFuture<ChatResponse> complete) {
        return new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String word) {
                words.append(word);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                complete.complete(response);
            }

            @Override
            public void onError(Throwable failure) {
                complete.completeExceptionally(failure);
            }
        };
    }
}
