package io.backstory.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server that speaks Redis' protocol and answers scripts with whatever the test wants, or not at all. */
public final class FakeRedis {
    private final NetServer server;
    private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
    private final Function<List<String>, Optional<String>> script;
    private volatile @Nullable Promise<Void> empty;

    private FakeRedis(Vertx vertx, Function<List<String>, Optional<String>> script) {
        this.script = script;
        this.server = vertx.createNetServer().connectHandler(this::accept);
    }

    /**
     * Starts one on a free port.
     *
     * @param script gets the words of an {@code EVALSHA}, or of what a Sentinel is asked, and gives the raw reply; empty leaves the caller waiting
     */
    public static FakeRedis start(Vertx vertx, Function<List<String>, Optional<String>> script) {
        FakeRedis fake = new FakeRedis(vertx, script);
        Await.within(fake.server.listen(0, "127.0.0.1"));
        return fake;
    }

    public int port() {
        return server.actualPort();
    }

    /** A list of strings as Redis writes it. */
    public static String list(String... words) {
        StringBuilder reply = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            reply.append("$").append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return reply.toString();
    }

    /** Completes once no connection is open. */
    public Future<Void> whenEmpty() {
        Promise<Void> promise = Promise.promise();
        empty = promise;
        tellWhenEmpty();
        return promise.future();
    }

    /** Nobody is answered any more, and nobody can connect. */
    public Future<Void> stop() {
        return server.close();
    }

    private void tellWhenEmpty() {
        Promise<Void> promise = empty;
        if (promise != null && open.isEmpty()) {
            promise.tryComplete();
        }
    }

    private void accept(NetSocket socket) {
        open.add(socket);
        socket.closeHandler(closed -> {
            open.remove(socket);
            tellWhenEmpty();
        });
        socket.handler(bytes -> answerAll(socket, bytes.toString(ISO_8859_1)));
    }

    /** The commands of these tests are small enough to come in one piece. */
    private void answerAll(NetSocket socket, String text) {
        int at = 0;
        while (at < text.length()) {
            List<String> words = new ArrayList<>();
            at = command(text, at, words);
            answer(words).ifPresent(socket::write);
        }
    }

    private Optional<String> answer(List<String> words) {
        return switch (words.get(0).toUpperCase(Locale.ROOT)) {
            case "EVALSHA", "SENTINEL" -> script.apply(words);
            case "HELLO" -> Optional.of(list("server", "redis", "version", "7.0.15", "proto", "2"));
            case "SCRIPT" -> Optional.of("+loaded\r\n");
            default -> Optional.of("-ERR unknown command '" + words.get(0) + "'\r\n");
        };
    }

    /** Where the command that begins at {@code at} ends. */
    private static int command(String text, int at, List<String> words) {
        int line = text.indexOf("\r\n", at);
        int count = Integer.parseInt(text.substring(at + 1, line));
        int next = line + 2;
        for (int i = 0; i < count; i++) {
            line = text.indexOf("\r\n", next);
            int length = Integer.parseInt(text.substring(next + 1, line));
            words.add(text.substring(line + 2, line + 2 + length));
            next = line + 2 + length + 2;
        }
        return next;
    }
}
