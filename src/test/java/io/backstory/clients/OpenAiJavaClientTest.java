package io.backstory.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.models.Model;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The official OpenAI client, unmodified: base URL changed, one header added, only the new message sent. */
class OpenAiJavaClientTest {

    @ParameterizedTest
    @EnumSource(Wire.class)
    void remembers_across_requests_that_carry_only_the_new_message(Wire wire) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            gateway.provider().reply(wire.text("Hello, Ada."), wire.text("Your name is Ada."));
            OpenAIClient client = client(gateway);

            client.chat().completions().create(ask("My name is Ada.")).validate();
            ChatCompletion answer =
                    client.chat().completions().create(ask("What is my name?")).validate();

            assertThat(answer.choices().get(0).message().content()).contains("Your name is Ada.");
            assertThat(answer.usage()).isPresent();
            assertThat(gateway.provider().lastRequest().body().toString())
                    .contains("My name is Ada.", "Hello, Ada.", "What is my name?");
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void streams_chunks_that_all_validate(Wire wire) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            gateway.provider().reply(wire.text("One two three"));
            ChatCompletionCreateParams params = ask("Count.").toBuilder()
                    .streamOptions(ChatCompletionStreamOptions.builder()
                            .includeUsage(true)
                            .build())
                    .build();
            List<ChatCompletionChunk> chunks = new ArrayList<>();

            try (StreamResponse<ChatCompletionChunk> stream =
                    client(gateway).chat().completions().createStreaming(params)) {
                stream.stream().map(ChatCompletionChunk::validate).forEach(chunks::add);
            }

            assertThat(text(chunks)).isEqualTo("One two three");
            assertThat(chunks.get(chunks.size() - 1).usage()).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void runs_a_tool_and_sends_only_its_result(Wire wire) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            gateway.provider().reply(wire.toolCall("call_7", "weather", "{\"city\":\"Oslo\"}"), wire.text("Snow."));
            OpenAIClient client = client(gateway);

            ChatCompletion call = client.chat()
                    .completions()
                    .create(ask("Weather in Oslo?").toBuilder()
                            .addTool(weather())
                            .build())
                    .validate();
            ChatCompletionMessageToolCall asked =
                    call.choices().get(0).message().toolCalls().orElseThrow().get(0);
            ChatCompletion answer = client.chat()
                    .completions()
                    .create(result(asked.asFunction().id()))
                    .validate();

            assertThat(asked.asFunction().function().arguments()).isEqualTo("{\"city\":\"Oslo\"}");
            assertThat(answer.choices().get(0).message().content()).contains("Snow.");
        }
    }

    @Test
    void raises_its_own_exception_for_a_mistake() {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            OpenAIClient client = client(gateway);

            org.assertj.core.api.Assertions.assertThatThrownBy(
                            () -> client.chat().completions().create(result("call_unknown")))
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageContaining("No tool call found");
        }
    }

    @Test
    void lists_the_models_that_may_be_asked_for() {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            List<Model> models = client(gateway).models().list().data();

            assertThat(models).allSatisfy(model -> assertThat(model.validate()).isNotNull());
            assertThat(models).extracting(Model::id).containsExactly("default");
        }
    }

    @Test
    void gets_the_first_answer_when_it_repeats_a_request_by_itself() {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI);
                LossyProxy proxy = new LossyProxy(gateway)) {
            ChatCompletion answer = client(proxy.url())
                    .chat()
                    .completions()
                    .create(ask("My name is Ada."))
                    .validate();

            assertThat(proxy.answers()).hasSize(2);
            assertThat(proxy.answers().get(1).header("x-backstory-replayed")).isEqualTo("true");
            assertThat(answer.id()).isEqualTo(proxy.answers().get(0).at("/id"));
            assertThat(gateway.provider().requests()).hasSize(1);
            assertThat(gateway.get("/v1/sessions/ada-1").at("/turns")).isEqualTo("1");
        }
    }

    private static OpenAIClient client(RunningGateway gateway) {
        return client(gateway.url("/v1").toString());
    }

    private static OpenAIClient client(String baseUrl) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(baseUrl)
                .apiKey("any")
                .putHeader("x-session-id", "ada-1")
                .build();
    }

    private static ChatCompletionCreateParams ask(String message) {
        return ChatCompletionCreateParams.builder()
                .model("default")
                .addUserMessage(message)
                .build();
    }

    private static ChatCompletionCreateParams result(String callId) {
        return ChatCompletionCreateParams.builder()
                .model("default")
                .addTool(weather())
                .addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId(callId)
                        .content("{\"sky\":\"snow\"}")
                        .build())
                .build();
    }

    private static ChatCompletionFunctionTool weather() {
        return ChatCompletionFunctionTool.builder()
                .function(FunctionDefinition.builder()
                        .name("weather")
                        .parameters(FunctionParameters.builder()
                                .putAdditionalProperty("type", com.openai.core.JsonValue.from("object"))
                                .build())
                        .build())
                .build();
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk ->
                chunk.choices().forEach(choice -> choice.delta().content().ifPresent(text::append)));
        return text.toString();
    }
}
