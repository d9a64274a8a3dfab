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
import java.time.Instant;
import java.util.List;

/** A request that names no session: what the client sent is the whole prompt, and nothing is read or stored. */
record PassThrough(Route route, ChatRequest request, Instant createdAt) implements Prompt {

    static PassThrough of(TurnCall call, ModelRouter router) {
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
        return new PassThrough(route, request, Instant.now());
    }

    @Override
    public ReplyHead head(RoutedReply reply) {
        String token = new ResponseToken(Bytes.wrap(Opening.randomKey()), 1, Opening.randomNonce()).text();
        return new ReplyHead(
                null,
                0,
                token,
                route.name(),
                reply.origin(),
                createdAt,
                ContextReport.NONE,
                reply.stream().ignored(),
                reply.attempts());
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
