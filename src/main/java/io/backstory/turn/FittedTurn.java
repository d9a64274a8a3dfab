package io.backstory.turn;

import io.backstory.chat.ChatRequest;
import io.backstory.chat.ContextReport;
import io.backstory.chat.Cut;
import io.backstory.chat.ReplyHead;
import io.backstory.chat.ResponseToken;
import io.backstory.chat.Turn;
import io.backstory.routing.Route;
import io.backstory.routing.RoutedReply;
import io.backstory.window.Plan;
import io.backstory.window.WindowRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A turn whose prompt fits.
 *
 * @param imported history the client brought along, stored before the turn; null as a rule
 * @param fit how the window came to it, needed again when the turn is sized
 */
record FittedTurn(
        BegunTurn begun,
        @Nullable Turn imported,
        Instant createdAt,
        ChatRequest request,
        Cut cut,
        ContextReport context,
        Fit fit)
        implements Prompt {

    /** What the plan was made from, and the plan. */
    record Fit(WindowRequest request, Plan plan) {}

    /** Seq the turn will have. */
    int seq() {
        return begun.lease().version() + (imported == null ? 1 : 2);
    }

    @Override
    public Route route() {
        return begun.route();
    }

    @Override
    public ReplyHead head(RoutedReply reply) {
        String token = new ResponseToken(
                        begun.lease().session().key(), seq(), begun.opening().nonce())
                .text();
        return new ReplyHead(
                begun.opening().session().id(),
                seq(),
                token,
                route().name(),
                reply.origin(),
                createdAt,
                context.withDroppedReasoning(reply.stream().droppedReasoning()),
                reply.stream().ignored(),
                reply.attempts(),
                begun.branch());
    }

    @Override
    public Interruption interruption() {
        return begun.opening().interruption();
    }
}
