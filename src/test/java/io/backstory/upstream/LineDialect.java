package io.backstory.upstream;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.ChatRequest;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Kind;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.dialect.ReplyDecoder;
import io.backstory.dialect.UpstreamDialect;
import io.backstory.dialect.WireRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The smallest wire format there is: one line an event. {@code start}, {@code done} and {@code overloaded} mean what they
 * say, any other line is text.
 */
final class LineDialect implements UpstreamDialect {
    static final String NAME = "line";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public WireRequest write(ChatRequest request) {
        String text = request.input().get(0).joinedText();
        return new WireRequest("/lines", Map.of("x-line-version", "1"), Bytes.utf8(text), List.of("seed"), 2);
    }

    @Override
    public ReplyDecoder decoder(boolean stream) {
        return new LineDecoder();
    }

    @Override
    public ChatException error(int status, Map<String, String> headers, Bytes body) {
        if (status == 429) {
            Duration wait = Duration.ofSeconds(Long.parseLong(headers.getOrDefault("retry-after", "0")));
            return new ChatException(Kind.RATE_LIMIT_EXCEEDED, "Slow down.", null, wait, null);
        }
        return new ChatException(status == 401 ? Kind.UPSTREAM_AUTH_FAILED : Kind.UPSTREAM_ERROR, body.utf8());
    }

    @Override
    public Map<String, String> authorization(String apiKey) {
        return Map.of("x-line-key", apiKey);
    }

    private static final class LineDecoder implements ReplyDecoder {
        private final StringBuilder line = new StringBuilder();
        private boolean done;

        @Override
        public void feed(byte[] chunk, Consumer<ChatEvent> events) {
            for (byte b : chunk) {
                if (b == '\n') {
                    events.accept(read(line.toString()));
                    line.setLength(0);
                } else {
                    line.append((char) b);
                }
            }
        }

        private ChatEvent read(String text) {
            if (text.equals("overloaded")) {
                throw new ChatException(Kind.UPSTREAM_OVERLOADED, "Too much to do.");
            }
            done = text.equals("done");
            if (done) {
                return new ChatEvent.Finished(FinishReason.STOP, "done", Message.text(Role.ASSISTANT, "all of it"));
            }
            return text.equals("start") ? new ChatEvent.Started("r1", "m") : new ChatEvent.TextDelta(0, text);
        }

        @Override
        public void end(Consumer<ChatEvent> events) {
            if (!done) {
                throw new ChatException(Kind.UPSTREAM_MALFORMED, "The reply stops in the middle.");
            }
        }
    }
}
