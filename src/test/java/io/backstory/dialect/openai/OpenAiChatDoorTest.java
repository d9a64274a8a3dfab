package io.backstory.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Content;
import io.backstory.chat.Kind;
import io.backstory.chat.Options;
import io.backstory.chat.ResponseFormat;
import io.backstory.chat.Role;
import io.backstory.chat.ToolChoice;
import io.backstory.chat.TurnRequest;
import io.backstory.dialect.ErrorReply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiChatDoorTest {
    private static final String USER = "{\"role\":\"user\",\"content\":\"hi\"}";
    private static final OpenAiChatDoor DOOR = new OpenAiChatDoor();

    @Test
    void takes_leading_instructions_apart_from_what_is_new() {
        TurnRequest read = DOOR.read(Wire.bytes("openai-chat/04_toolresult.request.json"));

        assertThat(read.instructions()).singleElement().satisfies(message -> assertThat(message.role())
                .isEqualTo(Role.DEVELOPER));
        assertThat(read.input())
                .extracting(message -> message.role())
                .containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL, Role.TOOL);
        assertThat(read.input().get(2).toolResults().get(0).callId()).isEqualTo("call_b7RkQ2mXn4TzYw8LpD1vS0eA");
        assertThat(read.tools()).hasSize(2);
        assertThat(read.route()).isEqualTo("gpt-4.1");
    }

    @Test
    void absent_instructions_keep_the_sessions_and_absent_tools_are_none() {
        TurnRequest read = read("\"messages\":[" + USER + ",{\"role\":\"system\",\"content\":\"s\"}]");

        assertThat(read.instructions()).isNull();
        assertThat(read.tools()).isEmpty();
        assertThat(read.input()).hasSize(2);
        assertThat(read.route()).isNull();
        assertThat(read.openCalls()).isEqualTo(TurnRequest.OpenCalls.REFUSE);
    }

    @Test
    void reads_media_as_what_they_are() {
        List<Content> content = DOOR.read(Wire.bytes("openai-chat/05_media.request.json"))
                .input()
                .get(0)
                .content();

        assertThat(content.get(1)).isInstanceOfSatisfying(Content.Media.class, image -> {
            assertThat(image.mediaType()).isEqualTo("image/png");
            assertThat(image.detail()).isEqualTo("low");
            assertThat(image.source()).isInstanceOf(Content.Base64Source.class);
        });
        assertThat(content.get(2)).isInstanceOfSatisfying(Content.Media.class, file -> assertThat(file.name())
                .isEqualTo("waybill.pdf"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"session_id\":\"s1\"",
                "\"metadata\":{\"session_id\":\"s1\"}",
                "\"session_id\":\"s1\",\"metadata\":{\"session_id\":\"s1\"}"
            })
    void finds_the_name_of_the_session_and_takes_it_out(String named) {
        TurnRequest read = read(named + ",\"messages\":[" + USER + "]");

        assertThat(read.sessionId()).isEqualTo("s1");
        assertThat(read.metadata()).isEmpty();
        assertThat(read.options().nativeOptions().members()).isEmpty();
    }

    @Test
    void reads_the_stream_and_whether_usage_is_wanted() {
        TurnRequest read =
                read("\"stream\":true,\"stream_options\":{\"include_usage\":true},\"messages\":[" + USER + "]");

        assertThat(read.stream()).isTrue();
        assertThat(read.usageInStream()).isTrue();
        assertThat(read("\"stream\":null,\"messages\":[" + USER + "]").stream()).isFalse();
    }

    @Test
    void reads_options_for_every_provider_and_keeps_them_for_its_own() {
        Options options = read("\"max_tokens\":7,\"max_completion_tokens\":9,\"temperature\":0.5,\"stop\":\"x\","
                        + "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}},\"seed\":1,\"user\":\"u\","
                        + "\"response_format\":{\"type\":\"json_object\"},\"n\":1,\"logit_bias\":null,\"messages\":["
                        + USER + "]")
                .options();

        assertThat(options.maxOutputTokens()).isEqualTo(9);
        assertThat(options.temperature()).isEqualTo(0.5);
        assertThat(options.stop()).containsExactly("x");
        assertThat(options.toolChoice()).isEqualTo(new ToolChoice.Named("f"));
        assertThat(options.responseFormat()).isEqualTo(new ResponseFormat.JsonObject());
        assertThat(options.nativeOptions().untranslated()).containsExactly("seed", "user");
        assertThat(options.nativeOptions().members())
                .containsKeys("seed", "user")
                .doesNotContainKey("max_tokens");
    }

    @Test
    void a_tool_choice_of_several_tools_is_untranslated() {
        Options options = read("\"tool_choice\":{\"type\":\"allowed_tools\"},\"messages\":[" + USER + "]")
                .options();

        assertThat(options.toolChoice()).isNull();
        assertThat(options.nativeOptions().untranslated()).containsExactly("tool_choice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api_key", "base_url", "api_base", "extra_headers", "Api-Key", "extra_body", "baseURL"})
    void refuses_to_be_sent_elsewhere(String name) {
        assertFails("\"" + name + "\":\"x\",\"messages\":[" + USER + "]", Kind.UNSUPPORTED_PARAMETER, name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "model":"m" | MISSING_REQUIRED_PARAMETER | messages
                    "messages":[] | INVALID_REQUEST | messages
                    "messages":"hi" | INVALID_REQUEST | messages
                    "messages":[1] | INVALID_REQUEST | messages[0]
                    "messages":[{"content":"x"}] | MISSING_REQUIRED_PARAMETER | messages[0].role
                    "messages":[{"role":"robot","content":"x"}] | INVALID_REQUEST | messages[0].role
                    "messages":[{"role":"function","content":"x"}] | UNSUPPORTED_PARAMETER | messages[0].role
                    "messages":[{"role":"user"}] | MISSING_REQUIRED_PARAMETER | messages[0].content
                    "messages":[{"role":"user","content":5}] | INVALID_REQUEST | messages[0].content
                    "messages":[{"role":"user","content":[{"type":"text"}]}] | MISSING_REQUIRED_PARAMETER | messages[0].content[0].text
                    "messages":[{"role":"user","content":[{"type":"image_url","image_url":{}}]}] | MISSING_REQUIRED_PARAMETER | messages[0].content[0].image_url.url
                    "messages":[{"role":"tool","content":"x"}] | MISSING_REQUIRED_PARAMETER | messages[0].tool_call_id
                    "messages":[{"role":"assistant","tool_calls":{}}] | INVALID_REQUEST | messages[0].tool_calls
                    "messages":[{"role":"assistant","tool_calls":[{"id":"a"}]}] | MISSING_REQUIRED_PARAMETER | messages[0].tool_calls[0].function.name
                    "model":5,"messages":[{"role":"user","content":"x"}] | INVALID_REQUEST | model
                    "stream":"yes","messages":[{"role":"user","content":"x"}] | INVALID_REQUEST | stream
                    "stream_options":1,"messages":[{"role":"user","content":"x"}] | INVALID_REQUEST | stream_options
                    "tools":{},"messages":[{"role":"user","content":"x"}] | INVALID_REQUEST | tools
                    "tools":[{"type":"function"}],"messages":[{"role":"user","content":"x"}] | MISSING_REQUIRED_PARAMETER | tools[0].function.name
                    "temperature":"hot","messages":[{"role":"user","content":"x"}] | INVALID_REQUEST | temperature
                    "max_tokens":0,"messages":[{"role":"user","content":"x"}] | INVALID_REQUEST | max_tokens
                    "stop":[1],"messages":[{"role":"user","content":"x"}] | INVALID_REQUEST | stop
                    "tool_choice":"any","messages":[{"role":"user","content":"x"}] | INVALID_REQUEST | tool_choice
                    "metadata":{"a":1},"messages":[{"role":"user","content":"x"}] | INVALID_REQUEST | metadata.a
                    "session_id":"a b","messages":[{"role":"user","content":"x"}] | INVALID_SESSION_ID | session_id
                    "session_id":"a","metadata":{"session_id":"b"},"messages":[{"role":"user","content":"x"}] | SESSION_CONFLICT | session_id
                    """)
    void names_the_field_at_fault(String body, Kind kind, String param) {
        assertFails(body, kind, param);
    }

    @Test
    void a_session_keeps_metadata_and_storage_to_itself() {
        String body = "\"store\":true,\"metadata\":{\"a\":\"b\"},\"seed\":1,\"messages\":[" + USER + "]";
        TurnRequest passThrough = read(body);
        TurnRequest inSession = ChatSessionRules.apply(passThrough);

        assertThat(passThrough.options().nativeOptions().members()).containsOnlyKeys("store", "metadata", "seed");
        assertThat(inSession.options().nativeOptions().members()).containsOnlyKeys("seed");
        assertThat(inSession.metadata()).isEqualTo(Map.of("a", "b"));
        assertThat(inSession.options().nativeOptions().withoutMember()).containsExactly("store");
        assertThat(passThrough.options().nativeOptions().withoutMember()).isEmpty();
        assertThat(ChatSessionRules.apply(inSession)).isEqualTo(inSession);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "n":2 | n
                    "audio":{} | audio
                    "modalities":["text","audio"] | modalities
                    "functions":[] | functions
                    "function_call":"auto" | function_call
                    """)
    void a_session_refuses_what_is_not_one_storable_reply(String member, String param) {
        TurnRequest passThrough = read(member + ",\"messages\":[" + USER + "]");

        assertThatThrownBy(() -> ChatSessionRules.apply(passThrough)).isInstanceOfSatisfying(ChatException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED_PARAMETER);
            assertThat(e.param()).isEqualTo(param);
        });
    }

    @Test
    void a_session_takes_256_messages_at_once() {
        TurnRequest most = read("\"messages\":[" + (USER + ",").repeat(255) + USER + "]");
        TurnRequest more = read("\"messages\":[" + (USER + ",").repeat(256) + USER + "]");

        assertThat(ChatSessionRules.apply(most).input()).hasSize(256);
        assertThatThrownBy(() -> ChatSessionRules.apply(more))
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TOO_MANY_ITEMS));
    }

    @Test
    void one_reply_and_text_are_fine_in_a_session() {
        TurnRequest read = read("\"n\":1,\"modalities\":[\"text\"],\"audio\":null,\"messages\":[" + USER + "]");

        assertThat(ChatSessionRules.apply(read).input()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST,400,invalid_request_error,invalid_request",
        "INVALID_API_KEY,401,invalid_request_error,invalid_api_key",
        "RATE_LIMIT_EXCEEDED,429,requests,rate_limit_exceeded",
        "INSUFFICIENT_QUOTA,429,insufficient_quota,insufficient_quota",
        "UPSTREAM_MALFORMED,502,server_error,upstream_error",
        "IDEMPOTENCY_IN_FLIGHT,409,invalid_request_error,idempotency_in_flight",
        "IDEMPOTENCY_KEY_REUSED,422,invalid_request_error,idempotency_key_reused",
        "HISTORY_REGRESSED,503,server_error,history_regressed",
        "STORE_UNAVAILABLE,503,server_error,store_unavailable"
    })
    void an_error_has_all_four_members(Kind kind, int status, String type, String code) {
        ErrorReply reply = DOOR.error(new ChatException(kind, "m"), "req_1");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.contentType()).isEqualTo("application/json");
        assertThat(reply.body().utf8())
                .isEqualTo("{\"error\":{\"message\":\"m\",\"type\":\"" + type + "\",\"param\":null,\"code\":\"" + code
                        + "\"}}");
    }

    @Test
    void a_busy_session_is_told_in_the_words_clients_retry_on() {
        ErrorReply reply = DOOR.error(new ChatException(Kind.SESSION_BUSY, "Turn 7 is running."), "req_1");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body().utf8())
                .isEqualTo("{\"error\":{\"message\":\"Another process is currently operating on this conversation. "
                        + "Please retry in a few seconds.\",\"type\":\"invalid_request_error\",\"param\":\"session_id\","
                        + "\"code\":\"conversation_locked\"}}");
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST,input,messages",
        "INVALID_SESSION_ID,sessionId,session_id",
        "TOOL_RESULT_MISSING,x,messages",
        "MODEL_NOT_FOUND,,model",
        "CONTEXT_LENGTH_EXCEEDED,,messages",
        "INVALID_REQUEST,temperature,temperature"
    })
    void the_field_at_fault_is_named_as_the_wire_names_it(Kind kind, String param, String named) {
        assertThat(DOOR.error(new ChatException(kind, "m", param), "r").body().utf8())
                .contains("\"param\":\"" + named + "\"");
    }

    private static TurnRequest read(String members) {
        return DOOR.read(Bytes.utf8("{" + members + "}"));
    }

    private static void assertFails(String members, Kind kind, String param) {
        assertThatThrownBy(() -> read(members)).isInstanceOfSatisfying(ChatException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.param()).isEqualTo(param);
        });
    }
}
