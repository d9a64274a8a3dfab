package io.backstory.history;

import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatRequest;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.upstream.ReplyStream;
import io.backstory.upstream.Upstream;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** Ways to a provider with one defect each. */
final class DefectiveUpstreams {
    private DefectiveUpstreams() {}

    /** A connection that breaks off is taken for the end of the reply. */
    static Upstream takingAnyEndForSuccess(Upstream upstream) {
        return new Mending(upstream, false, DefectiveUpstreams::ending);
    }

    /** A reply that breaks off in its middle is asked for again, and what comes is added. */
    static Upstream retryingInTheMiddle(Upstream upstream) {
        return new Mending(upstream, true, text -> List.of());
    }

    private static List<ChatEvent> ending(String text) {
        Message message = Message.text(Role.ASSISTANT, text);
        return List.of(new ChatEvent.BlockEnded(0), new ChatEvent.Finished(FinishReason.STOP, "stop", message));
    }

    private record Mending(Upstream upstream, boolean again, Function<String, List<ChatEvent>> ending)
            implements Upstream {
        @Override
        public String dialect() {
            return upstream.dialect();
        }

        @Override
        public Future<ReplyStream> send(ChatRequest request) {
            return upstream.send(request)
                    .map(reply -> new MendedReply(reply, new MendedReply.Mend() {
                        @Override
                        public Future<ReplyStream> again() {
                            return upstream.send(request);
                        }

                        @Override
                        public Function<String, List<ChatEvent>> ending() {
                            return ending;
                        }
                    }));
        }

        @Override
        public Future<Void> close() {
            return upstream.close();
        }
    }
}
