package io.backstory.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.dialect.ReplyDecoder;
import io.backstory.dialect.StrictJson;
import io.backstory.sse.SseDecoder;
import io.backstory.sse.SseEvent;
import io.backstory.sse.SseLimitException;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a stream of events. Unknown events are passed over; what comes after {@code message_stop} is not read. */
final class StreamDecoder implements ReplyDecoder {
    private final SseDecoder sse = new SseDecoder();
    private final UsageOverlay usage = new UsageOverlay();
    private final ReplyMessage message = new ReplyMessage();
    private @Nullable OpenBlock open;
    private int opened;
    private boolean started;
    private boolean finished;
    private @Nullable String stopReason;

    @Override
    public void feed(byte[] chunk, Consumer<ChatEvent> events) {
        try {
            sse.feed(chunk, event -> read(event, events));
        } catch (SseLimitException e) {
            throw Wire.malformed(String.valueOf(e.getMessage()));
        } catch (ChatException e) {
            throw asMalformed(e);
        }
    }

    @Override
    public void end(Consumer<ChatEvent> events) {
        if (!finished) {
            throw Wire.malformed("the stream ended before message_stop.");
        }
    }

    /** What is wrong with the provider's JSON is not the client's fault. */
    static ChatException asMalformed(ChatException e) {
        return e.kind() == Kind.INVALID_JSON ? Wire.malformed(e.getMessage()) : e;
    }

    private void read(SseEvent event, Consumer<ChatEvent> events) {
        if (finished) {
            return;
        }
        Bytes data = Bytes.wrap(event.unsafeData());
        JsonNode node = StrictJson.tree(data);
        String type = node.path("type").asText("");
        if (type.equals("error")) {
            throw ProviderError.of(node).toException();
        }
        events.accept(new ChatEvent.Native(Wire.DIALECT, data));
        switch (type) {
            case "message_start" -> start(data, node.path("message"), events);
            case "content_block_start" -> openBlock(data, node, events);
            case "content_block_delta" -> openBlock(node).delta(node.path("delta"), data, events);
            case "content_block_stop" -> closeBlock(openBlock(node), events);
            case "message_delta" -> messageDelta(data, node, events);
            case "message_stop" -> stop(events);
            default -> {}
        }
    }

    private void start(Bytes data, JsonNode reply, Consumer<ChatEvent> events) {
        if (started) {
            throw Wire.malformed("it starts twice.");
        }
        started = true;
        events.accept(new ChatEvent.Started(
                reply.path("id").asText(""), reply.path("model").asText("")));
        if (reply.path("usage").isObject()) {
            reportUsage(StrictJson.members(member(data, "message")), events);
        }
    }

    private void openBlock(Bytes data, JsonNode node, Consumer<ChatEvent> events) {
        if (!started || open != null || !node.path("content_block").isObject()) {
            throw Wire.malformed("a block starts out of place.");
        }
        open = new OpenBlock(node.path("index").asInt(), opened, member(data, "content_block"), events);
    }

    private OpenBlock openBlock(JsonNode node) {
        if (open == null || open.index() != node.path("index").asInt()) {
            throw Wire.malformed("a piece belongs to no open block.");
        }
        return open;
    }

    private void closeBlock(OpenBlock block, Consumer<ChatEvent> events) {
        open = null;
        if (block.close(message, events)) {
            opened++;
        }
    }

    private void messageDelta(Bytes data, JsonNode node, Consumer<ChatEvent> events) {
        if (node.path("delta").path("stop_reason").isTextual()) {
            stopReason = node.path("delta").path("stop_reason").textValue();
        }
        if (node.path("usage").isObject()) {
            reportUsage(StrictJson.members(data), events);
        }
    }

    private void stop(Consumer<ChatEvent> events) {
        if (!started || open != null) {
            throw Wire.malformed("it stops out of place.");
        }
        finished = true;
        events.accept(message.finished(stopReason));
    }

    private void reportUsage(Map<String, Bytes> holder, Consumer<ChatEvent> events) {
        Bytes report = holder.get("usage");
        if (report != null) {
            events.accept(new ChatEvent.UsageReported(usage.add(report)));
        }
    }

    private static Bytes member(Bytes object, String name) {
        return StrictJson.members(object).getOrDefault(name, Bytes.EMPTY);
    }
}
