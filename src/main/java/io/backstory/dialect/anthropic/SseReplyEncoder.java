package io.backstory.dialect.anthropic;

import io.backstory.chat.Answer;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.ReplyHead;
import io.backstory.dialect.ReplyEncoder;
import io.backstory.dialect.StrictJson;
import io.backstory.sse.SseEncoder;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a reply as a stream. Events of a provider of the same format pass as they are, but for id and model in the first;
 * {@code message_delta} and {@code message_stop} wait until the turn is committed.
 */
final class SseReplyEncoder implements ReplyEncoder {
    private static final Bytes STOP = Bytes.utf8("{\"type\":\"message_stop\"}");

    private @Nullable ReplyHead head;
    private @Nullable BlockEvents blocks;
    private boolean begun;
    private boolean passedContent;
    private boolean covered;
    private @Nullable Bytes heldDelta;
    private Map<String, Bytes> reason = Map.of();

    @Override
    public void start(ReplyHead begin, Consumer<Bytes> out) {
        head = begin;
        blocks = new BlockEvents(ReplyJson.isOwn(begin));
    }

    @Override
    public void event(ChatEvent event, Consumer<Bytes> out) {
        if (event instanceof ChatEvent.Native provided) {
            covered = provided.dialect().equals(Wire.DIALECT) && pass(provided.json(), out);
        } else if (!covered) {
            begin(null, out);
            blocks().write(event, out);
        }
    }

    @Override
    public void done(Answer answer, Consumer<Bytes> out) {
        begin(null, out);
        if (!passedContent && !blocks().hasWritten()) {
            blocks().write(answer.message(), out);
        }
        blocks().close(out);
        Bytes delta = heldDelta;
        send(
                "message_delta",
                delta != null ? ReplyJson.messageDelta(delta) : ReplyJson.messageDelta(answer, reason),
                out);
        send("message_stop", STOP, out);
    }

    @Override
    public void failed(ChatException failure, String requestId, Consumer<Bytes> out) {
        send("error", DoorError.json(failure, requestId), out);
    }

    /** Whether the event is dealt with, so that what was read from it is not to be written again. */
    private boolean pass(Bytes json, Consumer<Bytes> out) {
        String type = NativeType.of(json);
        switch (type) {
            case "message" -> {
                reason = StrictJson.members(json);
                return false;
            }
            case "message_start" -> begin(json, out);
            case "message_delta" -> heldDelta = json;
            case "message_stop", "" -> {}
            default -> {
                begin(null, out);
                passedContent |= type.equals("content_block_start");
                send(type, json, out);
            }
        }
        return true;
    }

    private void begin(@Nullable Bytes provided, Consumer<Bytes> out) {
        if (!begun) {
            begun = true;
            send("message_start", ReplyJson.messageStart(head(), provided), out);
        }
    }

    private ReplyHead head() {
        if (head == null) {
            throw new IllegalStateException("start comes first");
        }
        return head;
    }

    private BlockEvents blocks() {
        if (blocks == null) {
            throw new IllegalStateException("start comes first");
        }
        return blocks;
    }

    private static void send(String name, Bytes json, Consumer<Bytes> out) {
        out.accept(Bytes.wrap(SseEncoder.event(name, json.unsafeArray())));
    }
}
