package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.testing.Replies;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatCompletionsDoorTest {
    private static final String PATH = "/v1/chat/completions";
    private final RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI);

    @AfterEach
    void stop() {
        gateway.close();
    }

    // C39
    @ParameterizedTest
    @ValueSource(strings = {"\"session_id\":\"s\",", "\"metadata\":{\"session_id\":\"s\"},", ""})
    void needs_only_the_new_message_once_a_session_is_named(String name) {
        String[] header = name.isEmpty() ? new String[] {"x-session-id", "s"} : new String[0];
        gateway.provider().reply(Wire.OPENAI.text("Hello, Ada."));

        gateway.post(PATH, "{" + name + message("My name is Ada.") + "}", header);
        Reply reply = gateway.post(PATH, "{" + name + message("My name?") + "}", header);

        assertThat(reply.at("/object")).isEqualTo("chat.completion");
        assertThat(prompt()).containsExactly("user: My name is Ada.", "assistant: Hello, Ada.", "user: My name?");
        assertThat(lastBody().has("session_id")).isFalse();
        assertThat(lastBody().at("/metadata/session_id").isMissingNode()).isTrue();
    }

    // C40
    @Test
    void is_a_stateless_proxy_without_a_session() {
        String unknown = "\"future_field\":{\"a\":[1,2.50]},\"seed\":7,";
        Reply first = gateway.post(PATH, "{" + unknown + message("One.") + "}");
        gateway.post(PATH, "{" + message("Two.") + "}");

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("x-backstory-session")).isNull();
        assertThat(prompt()).containsExactly("user: Two.");
        assertThat(gateway.provider().requests().get(0).body().toString())
                .contains("\"future_field\":{\"a\":[1,2.50]}", "\"seed\":7");
        assertThat(gateway.get("/v1/sessions").json().at("/data")).isEmpty();
    }

    @Test
    void carries_unknown_fields_of_old_messages_to_a_provider_of_the_same_wire() {
        String named =
                "{\"model\":\"default\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi.\",\"name\":\"ada\",\"x_new\":1}]}";
        gateway.post(PATH, named, "x-session-id", "s");
        gateway.post(PATH, "{" + message("Again.") + "}", "x-session-id", "s");

        assertThat(lastBody().at("/messages/0/name").asText()).isEqualTo("ada");
        assertThat(lastBody().at("/messages/0/x_new").asInt()).isEqualTo(1);
    }

    // C49
    @Test
    void stores_only_what_is_new_when_the_client_resends_its_history() {
        gateway.provider().reply(Wire.OPENAI.text("Hello, Ada."));
        gateway.post(PATH, "{" + message("My name is Ada.") + "}", "x-session-id", "s");

        String full = "{\"model\":\"default\",\"messages\":[{\"role\":\"user\",\"content\":\"My name is Ada.\"},"
                + "{\"role\":\"assistant\",\"content\":\"Hello, Ada.\"},{\"role\":\"user\",\"content\":\"My name?\"}]}";
        Reply reply = gateway.post(PATH, full, "x-session-id", "s");

        assertThat(reply.header("x-backstory-turn")).isEqualTo("2");
        assertThat(prompt()).containsExactly("user: My name is Ada.", "assistant: Hello, Ada.", "user: My name?");
    }

    // C44
    @Test
    void keeps_a_system_message_and_replaces_it_when_it_changes() {
        gateway.post(PATH, system("Be brief."), "x-session-id", "s");
        gateway.post(PATH, "{" + message("Next.") + "}", "x-session-id", "s");
        assertThat(prompt()).filteredOn(line -> line.startsWith("system:")).containsExactly("system: Be brief.");

        gateway.post(PATH, system("Be kind."), "x-session-id", "s");
        assertThat(prompt()).filteredOn(line -> line.startsWith("system:")).containsExactly("system: Be kind.");
    }

    // C41
    @Test
    void streams_chunks_that_end_in_done_and_hides_usage_nobody_asked_for() {
        gateway.provider().reply(Wire.OPENAI.text("Two words"));

        Reply reply = gateway.post(PATH, "{\"stream\":true," + message("Hi.") + "}", "x-session-id", "s");

        List<String> events = reply.events();
        assertThat(events.get(events.size() - 1)).isEqualTo("[DONE]");
        List<JsonNode> chunks =
                events.subList(0, events.size() - 1).stream().map(Reply::parse).toList();
        assertThat(chunks).allMatch(chunk -> chunk.at("/model").asText().equals("default"));
        assertThat(chunks).allMatch(chunk -> chunk.at("/id").asText().startsWith("chatcmpl-"));
        assertThat(chunks).noneMatch(chunk -> chunk.at("/usage").isObject());
        assertThat(text(chunks)).isEqualTo("Two words");
        assertThat(gateway.get("/v1/sessions/s").at("/turns")).isEqualTo("1");
    }

    // C41
    @Test
    void sends_the_usage_chunk_to_a_client_that_asked() {
        String body = "{\"stream\":true,\"stream_options\":{\"include_usage\":true}," + message("Hi.") + "}";

        List<String> events = gateway.post(PATH, body, "x-session-id", "s").events();

        JsonNode usage = Reply.parse(events.get(events.size() - 2));
        assertThat(usage.at("/choices")).isEmpty();
        assertThat(usage.at("/usage/prompt_tokens").asInt()).isPositive();
    }

    // C48
    @Test
    void ends_a_broken_stream_with_an_error_and_stores_nothing() {
        gateway.provider()
                .reply(
                        Replies.cutAfter(
                                "data: {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                                        + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Half\"},\"finish_reason\":null}]}\n\n"));

        Reply reply = gateway.post(PATH, "{\"stream\":true," + message("Hi.") + "}", "x-session-id", "s");

        assertThat(reply.body()).contains("Half", "\"error\":{").doesNotContain("[DONE]", "\"finish_reason\":\"stop\"");
        assertThat(gateway.get("/v1/sessions/s").status()).isEqualTo(404);
    }

    // C43
    @Test
    void answers_like_the_vendor_when_a_call_is_left_open() {
        gateway.provider().reply(Wire.OPENAI.toolCall("call_1", "look", "{}"));
        gateway.post(PATH, "{" + message("Look.") + "}", "x-session-id", "s");

        Reply reply = gateway.post(PATH, "{" + message("Hello?") + "}", "x-session-id", "s");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.at("/error/code")).isEqualTo("tool_result_missing");
        assertThat(reply.at("/error/message")).isEqualTo("No tool output found for function call call_1.");
    }

    // C47
    @Test
    void refuses_in_a_session_what_it_cannot_remember() {
        String body = "{\"n\":2," + message("Hi.") + "}";

        assertThat(gateway.post(PATH, body, "x-session-id", "s").at("/error/code"))
                .isEqualTo("unsupported_parameter");
        assertThat(gateway.post(PATH, body).status()).isEqualTo(200);
        assertThat(lastBody().at("/n").asInt()).isEqualTo(2);
    }

    private static String message(String text) {
        return "\"model\":\"default\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]";
    }

    private static String system(String text) {
        return "{\"model\":\"default\",\"messages\":[{\"role\":\"system\",\"content\":\"" + text
                + "\"},{\"role\":\"user\",\"content\":\"Hi.\"}]}";
    }

    private static String text(List<JsonNode> chunks) {
        return chunks.stream()
                .map(chunk -> chunk.at("/choices/0/delta/content").asText(""))
                .reduce("", String::concat);
    }

    private JsonNode lastBody() {
        return Reply.parse(gateway.provider().lastRequest().body().toString());
    }

    private List<String> prompt() {
        return Prompts.openAi(lastBody());
    }
}
