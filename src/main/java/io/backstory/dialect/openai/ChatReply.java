package io.backstory.dialect.openai;

import static io.backstory.dialect.openai.ChatWire.textOrEmpty;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.Content;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Verbatim;
import io.backstory.dialect.JsonWriter;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns the pieces of one reply into events: chunks with a {@code delta}, or one body with a {@code message}. Only the
 * first choice is followed, because a turn has one reply.
 */
final class ChatReply {
    private final ChatBlocks blocks = new ChatBlocks();
    private final ChatToolCalls calls = new ChatToolCalls(blocks);
    private boolean started;
    private boolean keepsReasoning;
    private @Nullable String reason;

    /** Whether the provider has said why it stopped. */
    boolean hasReason() {
        return reason != null;
    }

    boolean hasMadeIds() {
        return calls.madeIds();
    }

    /**
     * Reads a chunk or a body.
     *
     * @param part {@code delta} or {@code message}
     */
    void read(JsonNode piece, String part, Consumer<ChatEvent> out) {
        ChatErrors.throwIfError(piece);
        start(piece, out);
        for (JsonNode choice : piece.path("choices")) {
            if (choice.path("index").asInt() == 0) {
                choice(choice.path(part), textOrEmpty(piece, "id"), out);
                reason(textOrEmpty(choice, "finish_reason"));
            }
        }
        ChatUsage.find(piece).ifPresent(usage -> out.accept(new ChatEvent.UsageReported(usage)));
    }

    /**
     * Ends the reply.
     *
     * @param own the provider's own bytes of the message, null to write them from the blocks
     */
    void finish(@Nullable Bytes own, Consumer<ChatEvent> out) {
        if (reason == null) {
            throw ChatWire.malformed("it has no finish reason");
        }
        calls.close(out);
        blocks.close(out);
        Bytes sendBack = own == null ? written() : own;
        Verbatim verbatim = sendBack.isEmpty() ? null : new Verbatim(ChatWire.DIALECT, sendBack);
        Message message = new Message(Role.ASSISTANT, blocks.content(), verbatim);
        out.accept(new ChatEvent.Finished(ChatWire.finish(reason, calls.any()), reason, message));
    }

    /** An Azure content filter reports on the prompt in a chunk that has neither id nor choices. */
    private void start(JsonNode piece, Consumer<ChatEvent> out) {
        String id = textOrEmpty(piece, "id");
        if (!started && (!id.isEmpty() || !piece.path("choices").isEmpty())) {
            started = true;
            out.accept(new ChatEvent.Started(id, textOrEmpty(piece, "model")));
        }
    }

    private void choice(JsonNode said, String replyId, Consumer<ChatEvent> out) {
        reasoning(said, out);
        content(said.path("content"), out);
        String refusal = textOrEmpty(said, "refusal");
        if (!refusal.isEmpty()) {
            calls.close(out);
            blocks.refusal(refusal, out);
        }
        for (JsonNode call : said.path("tool_calls")) {
            calls.add(call, replyId, out);
        }
    }

    private void reason(String why) {
        if (!why.isEmpty()) {
            ChatErrors.throwIfBroken(why);
            reason = why;
        }
    }

    private void reasoning(JsonNode said, Consumer<ChatEvent> out) {
        String text = textOrEmpty(said, "reasoning_content");
        keepsReasoning |= !text.isEmpty();
        thought(text.isEmpty() ? textOrEmpty(said, "reasoning") : text, out);
    }

    private void thought(String text, Consumer<ChatEvent> out) {
        if (!text.isEmpty()) {
            calls.close(out);
            blocks.reasoning(text, out);
        }
    }

    private void content(JsonNode content, Consumer<ChatEvent> out) {
        if (content.isArray()) {
            content.forEach(part -> content(part, out));
        } else if (content.isObject()) {
            content.path("thinking").forEach(part -> thought(textOrEmpty(part, "text"), out));
            content(content.path("text"), out);
        } else if (content.isTextual() && !content.textValue().isEmpty()) {
            calls.close(out);
            blocks.text(content.textValue(), out);
        }
    }

    private Bytes written() {
        JsonWriter json = new JsonWriter();
        new ChatMessageWriter(json, calls.custom()).assistant(blocks.content(), keepsReasoning ? reasoningText() : "");
        return json.toBytes();
    }

    private String reasoningText() {
        return blocks.content().stream()
                .filter(Content.Reasoning.class::isInstance)
                .map(block -> ((Content.Reasoning) block).text())
                .collect(Collectors.joining());
    }
}
