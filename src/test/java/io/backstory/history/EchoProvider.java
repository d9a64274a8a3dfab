package io.backstory.history;

import io.backstory.testing.Await;
import io.backstory.testing.FakeProvider;
import io.backstory.testing.FakeProvider.Received;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A Chat Completions provider that notes in the history which messages it was shown, and names its call in the reply, so
 * that the reply is recognised in later prompts and in the store. Some calls go wrong, as a seed decides.
 */
final class EchoProvider {
    private final Vertx vertx;
    private final History history;
    private final Faults faults;
    private final AtomicLong calls = new AtomicLong();
    private final FakeProvider server;

    /** What may happen to a call. */
    enum Fault {
        NONE,
        /** A status of 500. */
        ERROR,
        /** The connection is closed before the first byte. */
        HANG_UP,
        /** The connection is closed in the middle of the reply. */
        CUT,
        /** The reply ends cleanly in its middle. */
        NO_END,
        /** It takes its time after the first words. */
        SLOW;

        boolean isWhole() {
            return this == NONE || this == SLOW;
        }
    }

    /**
     * How often calls go wrong and how long slow ones take.
     *
     * @param broken share of the calls that end badly
     * @param slow share of the calls that are slow
     * @param slowMs at most
     */
    record Mix(double broken, double slow, int slowMs) {}

    /** Draws the fault of the next call. */
    static final class Faults {
        private static final List<Fault> BROKEN = List.of(Fault.ERROR, Fault.HANG_UP, Fault.CUT, Fault.NO_END);

        private final Random random;
        private final Mix mix;

        Faults(long seed, Mix mix) {
            this.random = new Random(seed);
            this.mix = mix;
        }

        synchronized Fault next() {
            double dice = random.nextDouble();
            if (dice < mix.broken()) {
                return BROKEN.get(random.nextInt(BROKEN.size()));
            }
            return dice < mix.broken() + mix.slow() ? Fault.SLOW : Fault.NONE;
        }

        synchronized int delay() {
            return 1 + random.nextInt(mix.slowMs());
        }
    }

    private EchoProvider(Vertx vertx, History history, Faults faults) {
        this.vertx = vertx;
        this.history = history;
        this.faults = faults;
        this.server =
                Await.within(FakeProvider.start(vertx)).byDefault(this::answer).keepingNothing();
    }

    static EchoProvider start(Vertx vertx, History history, Faults faults) {
        return new EchoProvider(vertx, history, faults);
    }

    URI baseUrl() {
        return URI.create(server.baseUrl() + "/v1");
    }

    private void answer(Received request, HttpServerResponse response) {
        JsonObject body = request.body().toJsonObject();
        List<String> prompt = ids(body.getJsonArray("messages"));
        String message = prompt.get(prompt.size() - 1);
        String call = "r" + calls.incrementAndGet();
        Fault fault = faults.next();
        String reply = Ids.reply(call, message);
        history.add(new Event.Asked(call, message, prompt.subList(0, prompt.size() - 1), reply, fault.isWhole()));
        response.exceptionHandler(gone -> {});
        switch (fault) {
            case ERROR ->
                response.setStatusCode(500)
                        .putHeader("content-type", "application/json")
                        .end("{\"error\":{\"message\":\"overloaded\",\"type\":\"server_error\",\"code\":null}}");
            case HANG_UP -> response.reset();
            default -> new Sending(response, Boolean.TRUE.equals(body.getBoolean("stream")), fault).send(reply);
        }
    }

    /** A message stands for the first id in its text; what has none stands for itself. */
    private static List<String> ids(JsonArray messages) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            JsonObject message = messages.getJsonObject(i);
            String text = String.valueOf(message.getValue("content"));
            boolean reply = "assistant".equals(message.getString("role"));
            ids.add((reply ? Ids.callIn(text) : Ids.messageIn(text)).orElse("? " + text));
        }
        return ids;
    }

    /** Sends one reply in two parts; its ids are in the first. */
    private final class Sending {
        private final HttpServerResponse response;
        private final boolean stream;
        private final Fault fault;

        Sending(HttpServerResponse response, boolean stream, Fault fault) {
            this.response = response;
            this.stream = stream;
            this.fault = fault;
        }

        void send(String reply) {
            int middle = reply.indexOf(" in ") + 4;
            response.setChunked(true).putHeader("content-type", stream ? "text/event-stream" : "application/json");
            String whole = whole(reply);
            String first = stream
                    ? chunk(reply.substring(0, middle), null)
                    : whole.substring(0, whole.indexOf(reply) + middle);
            String rest = stream ? chunk(reply.substring(middle), null) + ending() : whole.substring(first.length());
            response.write(first).onSuccess(written -> goOn(rest));
        }

        private void goOn(String rest) {
            switch (fault) {
                case CUT -> response.reset();
                case NO_END -> response.end();
                case SLOW -> vertx.setTimer(faults.delay(), id -> end(rest));
                default -> end(rest);
            }
        }

        private void end(String rest) {
            if (!response.closed()) {
                response.end(rest);
            }
        }

        private String ending() {
            return chunk("", "stop") + "data: [DONE]\n\n";
        }

        private String chunk(String text, @Nullable String reason) {
            JsonObject choice = new JsonObject()
                    .put("index", 0)
                    .put("delta", new JsonObject().put("content", text))
                    .put("finish_reason", reason);
            return "data: " + head("chat.completion.chunk", choice).encode() + "\n\n";
        }

        private String whole(String text) {
            JsonObject message = new JsonObject().put("role", "assistant").put("content", text);
            JsonObject choice =
                    new JsonObject().put("index", 0).put("message", message).put("finish_reason", "stop");
            return head("chat.completion", choice).encode();
        }

        private static JsonObject head(String object, JsonObject choice) {
            return new JsonObject()
                    .put("id", "chatcmpl-1")
                    .put("object", object)
                    .put("created", 1764000000)
                    .put("model", "echo-1")
                    .put("choices", new JsonArray().add(choice));
        }
    }
}
