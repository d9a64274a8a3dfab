package io.backstory.turn;

import io.backstory.chat.Answer;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatRequest;
import io.backstory.chat.ContextReport;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Message;
import io.backstory.chat.PromptCache;
import io.backstory.chat.ReplyHead;
import io.backstory.chat.ResponseToken;
import io.backstory.chat.Tool;
import io.backstory.chat.TurnRequest;
import io.backstory.chat.Usage;
import io.backstory.routing.ModelRouter;
import io.backstory.routing.Route;
import io.backstory.routing.RoutedReply;
import io.backstory.store.Lease;
import java.time.Instant;
import java.util.List;

/**
 * A request that names no session: what the client sent is the whole prompt, and no history is read or stored.
 *
 * @param token of the response id
 */
record PassThrough(Route route, ChatRequest request, Instant createdAt, ResponseToken token) implements Prompt {

    /** Of which nothing is stored. */
    static PassThrough of(TurnCall call, ModelRouter router) {
        return of(call, router, new ResponseToken(Bytes.wrap(Opening.randomKey()), 1, Opening.randomNonce()));
    }

    /** Whose reply is kept for a repetition. */
    static PassThrough of(TurnCall call, ModelRouter router, Lease lease) {
        return of(call, router, new ResponseToken(lease.session().key(), lease.version() + 1, lease.nonce()));
    }

    private static PassThrough of(TurnCall call, ModelRouter router, ResponseToken token) {
        TurnRequest asked = call.request();
        Route route = BegunTurn.route(call, null, router);
        List<Message> instructions = asked.instructions() == null ? List.of() : asked.instructions();
        List<Tool> tools = asked.tools() == null ? List.of() : asked.tools();
        ChatRequest request = new ChatRequest(
                route.first().origin(),
                instructions,
                tools,
                List.of(),
                asked.input(),
                asked.options(),
                OfferedModel.of(route).maxOutputTokens(),
                asked.stream(),
                PromptCache.NONE);
        return new PassThrough(route, request, Instant.now(), token);
    }

    @Override
    public ReplyHead head(RoutedReply reply) {
        return new ReplyHead(
                null,
                0,
                token.text(),
                route.name(),
                reply.origin(),
                createdAt,
                ContextReport.NONE,
                reply.stream().ignored(),
                reply.attempts(),
                null);
    }

    Answer answered(AskedTurn asked) {
        RecordedReply.Recording recording = asked.recording();
        FinishReason finish = recording.finish();
        Usage usage = recording.usage() == null ? Usage.NONE : recording.usage();
        return new Answer(
                asked.head(),
                recording.status(),
                finish,
                recording.providerReason(),
                recording.message(),
                usage,
                ContextReport.NONE,
                false);
    }
}
