package io.backstory.turn;

import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.Envelope;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Kind;
import io.backstory.chat.Message;
import io.backstory.chat.TurnStatus;
import io.backstory.chat.Usage;
import io.backstory.upstream.ReplyStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes a reply's events on to the client and keeps what is stored of it. When the client reads slowly the provider is
 * paused; what happens when it leaves is said by {@link Departures}.
 */
final class RecordedReply {

    /**
     * A whole reply.
     *
     * @param usage null when the provider reported none
     * @param envelope what stood around the message, where the reply came as one body
     */
    record Recording(
            TurnStatus status,
            Message message,
            FinishReason finish,
            @Nullable String providerReason,
            @Nullable Usage usage,
            @Nullable Envelope envelope) {}

    private final ReplyStream stream;
    private final ReplySink sink;
    private final TurnTimes times;
    private final PartialReply shown = new PartialReply();
    private final Promise<Recording> recorded = Promise.promise();
    private final OwnBody body = new OwnBody();
    private @Nullable Usage usage;
    private ChatEvent.@Nullable Finished finished;

    private RecordedReply(ReplyStream stream, ReplySink sink, TurnTimes times) {
        this.stream = stream;
        this.sink = sink;
        this.times = times;
    }

    /** Lets the reply begin. */
    static RecordedReply start(ReplyStream stream, TurnCall call, Consumer<RecordedReply> clientLeft) {
        RecordedReply reply = new RecordedReply(stream, call.sink(), call.times());
        stream.handler(reply::accept);
        stream.exceptionHandler(failure -> reply.recorded.tryFail(ChatException.from(failure)));
        stream.endHandler(end -> reply.complete());
        call.sink().onGone(() -> clientLeft.accept(reply));
        stream.resume();
        return reply;
    }

    /** Stops the provider and keeps what was shown, if there is anything; else the turn fails. */
    void cutShort() {
        stop(TurnStatus.INCOMPLETE, this::clientLeft);
    }

    /** The same because the user said so; nothing when the reply has ended. */
    void interrupt() {
        if (!recorded.future().isComplete()) {
            stop(TurnStatus.CANCELLED, () -> recorded.tryFail(Interruption.beforeTheFirstWord()));
        }
    }

    private void stop(TurnStatus status, Runnable whenNothingWasShown) {
        stream.cancel();
        shown.message()
                .ifPresentOrElse(
                        message -> recorded.tryComplete(
                                new Recording(status, message, FinishReason.CANCELLED, null, usage, null)),
                        whenNothingWasShown);
    }

    /** Stops the provider and keeps nothing. */
    void discard() {
        stream.cancel();
        clientLeft();
    }

    /** Stops the provider, for a reason of the gateway's own. */
    void stop(ChatException reason) {
        stream.cancel();
        recorded.tryFail(reason);
    }

    /** Completes with the reply once the provider said that it is whole, or once it was cut short. */
    Future<Recording> end() {
        return recorded.future();
    }

    private void clientLeft() {
        recorded.tryFail(new ChatException(Kind.CANCELLED, "The client left before the reply was whole."));
    }

    private void accept(ChatEvent event) {
        shown.add(event);
        body.add(event);
        if (event instanceof ChatEvent.UsageReported report) {
            usage = report.usage();
        } else if (event instanceof ChatEvent.Finished end) {
            finished = end;
        } else if (isContent(event)) {
            times.firstEvent();
        }
        passOn(event);
    }

    /** A defect on the client's side of the gateway ends the turn; it must not end in silence. */
    private void passOn(ChatEvent event) {
        try {
            sink.event(event);
        } catch (RuntimeException | Error defect) {
            stream.cancel();
            recorded.tryFail(ChatException.from(defect));
            return;
        }
        if (sink.isFull()) {
            waitForClient();
        }
    }

    private void waitForClient() {
        long since = System.nanoTime();
        stream.pause();
        sink.onDrained(() -> {
            times.heldByClient(System.nanoTime() - since);
            stream.resume();
        });
    }

    private void complete() {
        if (finished == null) {
            recorded.tryFail(new ChatException(Kind.UPSTREAM_MALFORMED, "The provider's reply ended too early."));
            return;
        }
        FinishReason finish = finished.reason();
        Message message = finished.message();
        recorded.tryComplete(new Recording(
                TurnStatus.of(finish), message, finish, finished.providerReason(), usage, body.around(message)));
    }

    private static boolean isContent(ChatEvent event) {
        return event instanceof ChatEvent.TextDelta
                || event instanceof ChatEvent.ToolCallStarted
                || event instanceof ChatEvent.RefusalDelta
                || event instanceof ChatEvent.OpaqueBlock;
    }
}
