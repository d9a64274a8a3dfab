package io.backstory.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Answer;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatRequest;
import io.backstory.chat.ContextReport;
import io.backstory.chat.Message;
import io.backstory.chat.Origin;
import io.backstory.chat.PromptCache;
import io.backstory.chat.ReplyHead;
import io.backstory.chat.TurnRequest;
import io.backstory.chat.TurnStatus;
import io.backstory.chat.Usage;
import io.backstory.dialect.ReplyDecoder;
import io.backstory.dialect.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The recorded wire, and the ways tests play it. */
final class Fixtures {
    static final Origin CLAUDE = new Origin("anthropic-messages", "anthropic", "claude-opus-5-5");
    static final Origin GPT = new Origin("openai-chat", "openai", "gpt-6");

    private Fixtures() {}

    static Bytes bytes(String name) {
        try (InputStream file = Fixtures.class.getResourceAsStream("/wire/anthropic-messages/" + name)) {
            return Bytes.wrap(Objects.requireNonNull(file, name).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String name) {
        return StrictJson.tree(bytes(name));
    }

    static JsonNode json(Bytes text) {
        return StrictJson.tree(text);
    }

    static TurnRequest read(String name) {
        return new AnthropicMessagesDoor().read(bytes(name));
    }

    /** What a stateless gateway makes of a request. */
    static ChatRequest passOn(TurnRequest turn) {
        return new ChatRequest(
                CLAUDE,
                Objects.requireNonNullElse(turn.instructions(), List.of()),
                Objects.requireNonNullElse(turn.tools(), List.of()),
                List.of(),
                turn.input(),
                turn.options(),
                100_000,
                turn.stream(),
                PromptCache.NONE);
    }

    static JsonNode written(ChatRequest request) {
        return json(new AnthropicUpstream().write(request).body());
    }

    static List<ChatEvent> decode(String name) {
        boolean stream = name.endsWith(".sse");
        return decode(
                new AnthropicUpstream().decoder(stream),
                bytes(name),
                bytes(name).length());
    }

    static List<ChatEvent> decodeStream(String text) {
        return decode(new AnthropicUpstream().decoder(true), Bytes.utf8(text), Integer.MAX_VALUE);
    }

    /** Feeds everything in two chunks, cut at {@code split}. */
    static List<ChatEvent> decode(ReplyDecoder decoder, Bytes wire, int split) {
        List<ChatEvent> events = new ArrayList<>();
        int cut = Math.min(split, wire.length());
        decoder.feed(Arrays.copyOfRange(wire.unsafeArray(), 0, cut), events::add);
        decoder.feed(Arrays.copyOfRange(wire.unsafeArray(), cut, wire.length()), events::add);
        decoder.end(events::add);
        return events;
    }

    static <E extends ChatEvent> List<E> only(Class<E> type, List<ChatEvent> events) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    static ChatEvent.Finished finished(List<ChatEvent> events) {
        return (ChatEvent.Finished) events.get(events.size() - 1);
    }

    static Bytes verbatim(Message message) {
        return Objects.requireNonNull(Wire.verbatim(message));
    }

    static ReplyHead head(Origin origin) {
        ContextReport context =
                new ContextReport(118, false, 1000, 1, 1, 0, 0, 0, 0, 0, false, 0, List.of(), List.of());
        return new ReplyHead(
                "demo", 1, "6uXa9Kb3NvQ2hLe4", "default", origin, Instant.EPOCH, context, List.of(), 1, null);
    }

    /** The events folded, as the turn is committed. */
    static Answer answer(Origin origin, List<ChatEvent> events) {
        List<ChatEvent.UsageReported> usage = only(ChatEvent.UsageReported.class, events);
        ChatEvent.Finished finished = finished(events);
        return new Answer(
                head(origin),
                TurnStatus.COMPLETED,
                finished.reason(),
                finished.providerReason(),
                finished.message(),
                usage.isEmpty() ? Usage.NONE : usage.get(usage.size() - 1).usage(),
                head(origin).context(),
                false);
    }
}
