package io.backstory.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatRequest;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Message;
import io.backstory.chat.Options;
import io.backstory.chat.Origin;
import io.backstory.chat.PromptCache;
import io.backstory.chat.Role;
import io.backstory.chat.Turn;
import io.backstory.chat.Verbatim;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CacheMarkersTest {
    private static final PromptCache MARKED = new PromptCache(PromptCache.Rule.MARKERS, "k");
    private static final Message SYSTEM = Message.text(Role.SYSTEM, "be brief");
    private static final Message NEXT = Message.text(Role.USER, "and now?");

    @Test
    void marks_the_instructions_and_the_prompt() {
        JsonNode written =
                write(request(List.of(SYSTEM), history(), List.of(NEXT)).withCache(MARKED));

        assertThat(written.at("/system/0/cache_control/type").asText()).isEqualTo("ephemeral");
        assertThat(written.at("/cache_control/type").asText()).isEqualTo("ephemeral");
        assertThat(written.get("messages").toString()).doesNotContain("cache_control");
        ProviderRules.check(written);
    }

    @Test
    void marks_the_history_where_the_turn_brings_more_blocks_than_the_provider_looks_back() {
        JsonNode written = write(request(List.of(SYSTEM), history(), Collections.nCopies(20, NEXT))
                .withCache(MARKED));

        assertThat(written.at("/messages/1/content/0/cache_control/type").asText())
                .isEqualTo("ephemeral");
    }

    @Test
    void leaves_the_messages_as_they_are_but_for_the_marker() {
        ChatRequest request = request(List.of(SYSTEM), history(), Collections.nCopies(20, NEXT));
        String plain = body(request);
        String marked = body(request.withCache(MARKED));

        assertThat(messages(marked).replace(",\"cache_control\":{\"type\":\"ephemeral\"}", ""))
                .isEqualTo(messages(plain));
    }

    @Test
    void marks_nothing_behind_a_history_that_is_not_there() {
        JsonNode written =
                write(request(List.of(SYSTEM), List.of(), List.of(NEXT)).withCache(MARKED));

        assertThat(written.get("messages").toString()).doesNotContain("cache_control");
        assertThat(written.at("/cache_control/type").asText()).isEqualTo("ephemeral");
    }

    @Test
    void marks_nothing_where_no_conversation_asks_for_it() {
        assertThat(body(request(List.of(SYSTEM), history(), List.of(NEXT)))).doesNotContain("cache_control");
    }

    @Test
    void leaves_the_cache_to_a_client_that_sets_markers_itself() {
        String own =
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"q\",\"cache_control\":{\"type\":\"ephemeral\"}}]}";
        Message marked = new Message(
                Role.USER, Message.text(Role.USER, "q").content(), new Verbatim(Wire.DIALECT, Bytes.utf8(own)));
        JsonNode written =
                write(request(List.of(SYSTEM), history(), List.of(marked)).withCache(MARKED));

        assertThat(written.toString().split("cache_control", -1)).hasSize(2);
        assertThat(written.at("/messages/2/content/0/cache_control/type").asText())
                .isEqualTo("ephemeral");
    }

    private static ChatRequest request(List<Message> instructions, List<Turn> history, List<Message> input) {
        Origin target = new Origin(Wire.DIALECT, "main", "claude");
        return new ChatRequest(
                target, instructions, List.of(), history, input, Options.NONE, 4_096, false, PromptCache.NONE);
    }

    private static List<Turn> history() {
        return List.of(Conversations.turn(
                Fixtures.GPT,
                FinishReason.STOP,
                List.of(Message.text(Role.USER, "hi")),
                Message.text(Role.ASSISTANT, "hello")));
    }

    private static String messages(String body) {
        return body.substring(body.indexOf("\"messages\""));
    }

    private static String body(ChatRequest request) {
        return new AnthropicUpstream().write(request).body().utf8();
    }

    private static JsonNode write(ChatRequest request) {
        return Fixtures.written(request);
    }
}
