package io.backstory.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.Content;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Turn;
import io.backstory.chat.Usage;
import io.backstory.dialect.ReplyEncoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No writer meets a kind of content or event that it does not know. */
class EveryKindTest {
    private static final Content.Opaque OWN =
            new Content.Opaque("anthropic-messages", "server_tool_use", Bytes.utf8("{\"type\":\"server_tool_use\"}"));
    private static final Content.Opaque OTHER =
            new Content.Opaque("openai-chat", "custom", Bytes.utf8("{\"type\":\"custom\"}"));
    private static final List<Content> CONTENT = List.of(
            new Content.Text("t"),
            new Content.Attachment("a", Content.AttachmentKind.LOG, "c"),
            new Content.Media(Content.MediaKind.IMAGE, "image/png", new Content.Base64Source("iVBOR"), null, null),
            new Content.ToolCall("c", "f", "{}"),
            new Content.ToolResult("c", List.of(new Content.Refusal("no"), OTHER), false),
            new Content.Reasoning("hm", "s"),
            OWN,
            OTHER,
            new Content.Refusal("no"));
    private static final List<ChatEvent> EVENTS = List.of(
            new ChatEvent.Native("openai-chat", Bytes.utf8("{}")),
            new ChatEvent.Started("id", "m"),
            new ChatEvent.TextDelta(0, "t"),
            new ChatEvent.BlockEnded(0),
            new ChatEvent.RefusalDelta(1, "no"),
            new ChatEvent.ReasoningDelta(2, "hm"),
            new ChatEvent.ReasoningSigned(2, "s"),
            new ChatEvent.ToolCallStarted(3, "c", "f"),
            new ChatEvent.ToolCallDelta(3, "{}"),
            new ChatEvent.OpaqueBlock(4, OTHER),
            new ChatEvent.OpaqueBlock(5, OWN),
            new ChatEvent.UsageReported(Usage.NONE),
            new ChatEvent.Finished(FinishReason.STOP, null, new Message(Role.ASSISTANT, CONTENT, null)));

    @Test
    void the_lists_here_are_complete() {
        assertThat(CONTENT.stream().<Class<?>>map(Content::getClass)).contains(Content.class.getPermittedSubclasses());
        assertThat(EVENTS.stream().<Class<?>>map(ChatEvent::getClass))
                .contains(ChatEvent.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void any_content_can_be_written_in_any_role(Role role) {
        Message message = new Message(role, CONTENT, null);
        Turn own = Conversations.turn(Fixtures.CLAUDE, FinishReason.STOP, List.of(message), message);
        Turn other = Conversations.turn(Fixtures.GPT, FinishReason.LENGTH, List.of(message), message);

        assertThat(Fixtures.written(Conversations.request(List.of(own, other), message))
                        .get("messages"))
                .isNotEmpty();
    }

    @Test
    void any_event_can_be_written_to_a_client() {
        for (ReplyEncoder encoder : List.of(new SseReplyEncoder(), new JsonReplyEncoder())) {
            List<Bytes> out = new ArrayList<>();
            encoder.start(Fixtures.head(Fixtures.GPT), out::add);
            EVENTS.forEach(event -> encoder.event(event, out::add));
            encoder.done(Fixtures.answer(Fixtures.GPT, EVENTS), out::add);

            String written = out.get(out.size() - 1).utf8() + out.get(0).utf8();
            assertThat(written).contains("\"type\":\"message");
        }
    }
}
