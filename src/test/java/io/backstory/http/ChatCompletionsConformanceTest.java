package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.testing.Replies;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of the checklist for this door, by number, that {@link ChatCompletionsDoorTest} does not hold already. */
class ChatCompletionsConformanceTest {
    private static final String PATH = "/v1/chat/completions";
    private static final String TOOLS = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look\"}}],";
    private static final String TWO_CALLS = "\"tool_calls\":["
            + "{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":\"{}\"}},"
            + "{\"id\":\"call_2\",\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":\"{}\"}}]";

    @ParameterizedTest
    @EnumSource(Wire.class)
    void c22_names_what_was_not_honoured(Wire wire) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            String members = "\"store\":true,\"seed\":7,\"metadata\":{\"a\":\"b\"},";
            String inSession = session(gateway, members + user("Hi.")).header("x-backstory-ignored");
            String passedThrough =
                    gateway.post(PATH, request(members + user("Hi."))).header("x-backstory-ignored");

            boolean sameWire = wire == Wire.OPENAI;
            assertThat(inSession).isEqualTo(sameWire ? "store" : "store,seed");
            assertThat(passedThrough).isEqualTo(sameWire ? null : "store,seed,metadata");
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void c41_gives_every_required_member_of_a_body(Wire wire) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            JsonNode body = session(gateway, user("Hi.")).json();

            assertThat(body.fieldNames()).toIterable().contains("id", "object", "created", "model", "choices", "usage");
            assertThat(body.at("/choices/0").fieldNames())
                    .toIterable()
                    .contains("index", "finish_reason", "logprobs", "message");
            assertThat(body.at("/choices/0/message").fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("role", "content", "refusal");
            assertUsage(body.at("/usage"));
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void c41_gives_every_required_member_of_each_chunk(Wire wire) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            String asks = "\"stream\":true,\"stream_options\":{\"include_usage\":true},";
            List<JsonNode> chunks = chunks(session(gateway, asks + user("Hi.")));
            List<JsonNode> said = chunks.subList(0, chunks.size() - 1);

            assertThat(said.get(0).at("/choices/0/delta/role").asText()).isEqualTo("assistant");
            assertThat(said).allSatisfy(chunk -> {
                assertThat(chunk.at("/object").asText()).isEqualTo("chat.completion.chunk");
                assertThat(chunk.has("usage") && chunk.get("usage").isNull()).isTrue();
                assertThat(chunk.at("/choices/0").fieldNames())
                        .toIterable()
                        .contains("index", "delta", "finish_reason", "logprobs");
            });
            assertThat(chunks.get(chunks.size() - 1).at("/choices")).isEmpty();
            assertUsage(chunks.get(chunks.size() - 1).at("/usage"));
            assertThat(session(gateway, "\"stream\":true," + user("Hi.")).body())
                    .doesNotContain("usage");
        }
    }

    @Test
    void c43_wants_the_results_of_all_parallel_calls() {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            callTwice(gateway);
            String result = tool("call_1");

            Reply half = session(gateway, TOOLS + messages(result));
            assertThat(half.status()).isEqualTo(400);
            assertThat(half.at("/error/message")).isEqualTo("No tool output found for function call call_2.");
            assertThat(half.at("/error/param")).isEqualTo("messages");
            assertThat(session(gateway, TOOLS + messages(result, tool("call_2")))
                            .status())
                    .isEqualTo(200);
            assertThat(session(gateway, messages(tool("call_9"))).at("/error/message"))
                    .isEqualTo("No tool call found for function call output with call_id call_9.");
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void c45_sends_only_the_tools_of_the_request(Wire wire) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            session(gateway, TOOLS + user("One."));
            assertThat(gateway.provider().lastRequest().body().toString()).contains("\"tools\"");

            session(gateway, user("Two."));
            assertThat(gateway.provider().lastRequest().body().toString()).doesNotContain("\"tools\"");
        }
    }

    @Test
    void c46_tells_clients_to_retry_on_a_busy_session() throws Exception {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            HeldReply held = new HeldReply(Wire.OPENAI.text("Done."));
            gateway.provider().reply(held);
            var first = held.whileHeld(() -> session(gateway, user("One.")));

            Reply second = session(gateway, user("Two."));

            assertThat(second.status()).isEqualTo(400);
            assertThat(second.at("/error/code")).isEqualTo("conversation_locked");
            assertThat(second.at("/error/param")).isEqualTo("session_id");
            assertThat(second.header("x-should-retry")).isEqualTo("true");
            assertThat(second.header("retry-after-ms")).matches("\\d+");
            held.release();
            assertThat(first.get().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"functions\":[{\"name\":\"f\"}],",
                "\"modalities\":[\"text\",\"audio\"],\"audio\":{\"voice\":\"a\",\"format\":\"wav\"},"
            })
    void c47_refuses_in_a_session_what_it_passes_on_without_one(String members) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            assertThat(session(gateway, members + user("Hi.")).status()).isEqualTo(400);
            assertThat(gateway.post(PATH, request(members + user("Hi."))).status())
                    .isEqualTo(200);
            assertThat(gateway.provider().lastRequest().body().toString()).contains(members);
        }
    }

    private static void callTwice(RunningGateway gateway) {
        gateway.provider()
                .reply(Replies.json("{\"id\":\"c\",\"choices\":[{\"index\":0,\"finish_reason\":\"tool_calls\","
                        + "\"message\":{\"role\":\"assistant\",\"content\":null," + TWO_CALLS + "}}]}"));
        session(gateway, TOOLS + user("Look."));
    }

    private static void assertUsage(JsonNode usage) {
        assertThat(usage.at("/total_tokens").asInt()).isEqualTo(18);
        assertThat(usage.at("/prompt_tokens_details").fieldNames())
                .toIterable()
                .contains("cached_tokens", "cache_write_tokens");
        assertThat(usage.at("/completion_tokens_details").fieldNames())
                .toIterable()
                .contains("reasoning_tokens");
    }

    private static List<JsonNode> chunks(Reply reply) {
        List<String> events = reply.events();
        assertThat(events).endsWith("[DONE]");
        return events.subList(0, events.size() - 1).stream().map(Reply::parse).toList();
    }

    private static Reply session(RunningGateway gateway, String members) {
        return gateway.post(PATH, request(members), "x-session-id", "s");
    }

    private static String request(String members) {
        return "{\"model\":\"default\"," + members + "}";
    }

    private static String user(String text) {
        return messages("{\"role\":\"user\",\"content\":\"" + text + "\"}");
    }

    private static String tool(String id) {
        return "{\"role\":\"tool\",\"tool_call_id\":\"" + id + "\",\"content\":\"seen\"}";
    }

    private static String messages(String... messages) {
        return "\"messages\":[" + String.join(",", messages) + "]";
    }
}
