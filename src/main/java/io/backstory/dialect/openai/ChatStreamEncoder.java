package io.backstory.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.backstory.chat.Answer;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.FinishReason;
import io.backstory.chat.ReplyHead;
import io.backstory.chat.Usage;
import io.backstory.dialect.ReplyEncoder;
import io.backstory.sse.SseEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a reply as chunks. Where the provider speaks the same format its own chunks are passed on under the gateway's
 * name; where it does not, they are made from the events. Either way everything from the finish reason on waits for the
 * commit.
 */
final class ChatStreamEncoder implements ReplyEncoder {
    private static final byte[] DONE = "[DONE]".getBytes(UTF_8);

    private final boolean withUsage;
    private final List<Bytes> heldBack = new ArrayList<>();
    private @Nullable ChatPatch patch;
    private @Nullable ChatChunkWriter chunks;
    private @Nullable Bytes ownUsage;
    private boolean passesOn;
    private boolean began;

    ChatStreamEncoder(boolean withUsage) {
        this.withUsage = withUsage;
    }

    @Override
    public void start(ReplyHead head, Consumer<Bytes> out) {
        patch = new ChatPatch(head);
        chunks = new ChatChunkWriter(head, withUsage);
    }

    @Override
    public void event(ChatEvent event, Consumer<Bytes> out) {
        boolean ours = event instanceof ChatEvent.Native own && own.dialect().equals(ChatWire.DIALECT);
        if (!began && ours) {
            passesOn = true;
        }
        if (passesOn && ours) {
            passOn(((ChatEvent.Native) event).json(), out);
        } else if (!passesOn && !(event instanceof ChatEvent.Native)) {
            begin(out);
            chunks().of(event).ifPresent(chunk -> send(chunk, out));
        }
        began = true;
    }

    @Override
    public void done(Answer answer, Consumer<Bytes> out) {
        // A reply that was stopped has no finish reason of the provider's, or one that came too late to be true.
        boolean ownEnd = passesOn && answer.finish() != FinishReason.CANCELLED;
        if (ownEnd) {
            heldBack.forEach(chunk -> send(chunk, out));
        } else {
            finish(answer.finish(), out);
        }
        if (withUsage) {
            send(usageChunk(answer.usage()), out);
        }
        out.accept(Bytes.wrap(SseEncoder.data(DONE)));
    }

    @Override
    public void failed(ChatException failure, String requestId, Consumer<Bytes> out) {
        send(ChatErrorWriter.body(failure), out);
    }

    private void passOn(Bytes json, Consumer<Bytes> out) {
        ChatPatch.Piece piece = requireNonNull(patch).chunk(json, withUsage);
        if (piece.isUsage()) {
            ownUsage = json;
        } else if (piece.finishes() || !heldBack.isEmpty()) {
            heldBack.add(piece.json());
        } else {
            send(piece.json(), out);
        }
    }

    private Bytes usageChunk(Usage usage) {
        Bytes own = ownUsage;
        return own == null ? chunks().usage(usage) : requireNonNull(patch).usageChunk(own, usage);
    }

    private void finish(FinishReason reason, Consumer<Bytes> out) {
        if (!passesOn) {
            begin(out);
        }
        send(chunks().finish(reason), out);
    }

    private void begin(Consumer<Bytes> out) {
        if (!chunks().hasBegun()) {
            send(chunks().begin(), out);
        }
    }

    private ChatChunkWriter chunks() {
        return requireNonNull(chunks);
    }

    private static void send(Bytes json, Consumer<Bytes> out) {
        out.accept(Bytes.wrap(SseEncoder.data(json.unsafeArray())));
    }
}
