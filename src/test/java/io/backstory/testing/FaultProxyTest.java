package io.backstory.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.testing.FaultProxy.Harm;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Behind it stands a server that answers each byte with one reply of Redis, {@code *1 $1 <byte>}. */
class FaultProxyTest {
    private static final int REPLY = "*1\r\n$1\r\na\r\n".length();

    private final Vertx vertx = Vertx.vertx();
    private final FaultProxy proxy = FaultProxy.start(vertx, server(), 1);
    private final Buffer got = Buffer.buffer();
    private final Promise<Void> closed = Promise.promise();
    private Promise<Void> enough = Promise.promise();
    private int wanted;

    private int server() {
        return Await.within(vertx.createNetServer()
                        .connectHandler(socket -> socket.handler(bytes -> {
                            for (byte each : bytes.getBytes()) {
                                socket.write("*1\r\n$1\r\n" + (char) each + "\r\n");
                            }
                        }))
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    @AfterEach
    void ends() {
        Await.within(vertx.close());
    }

    private NetSocket connect() {
        NetSocket socket = Await.within(vertx.createNetClient().connect(proxy.port(), "127.0.0.1"));
        socket.exceptionHandler(reset -> {}).closeHandler(gone -> closed.tryComplete());
        return socket.handler(bytes -> {
            got.appendBuffer(bytes);
            if (got.length() >= wanted) {
                enough.tryComplete();
            }
        });
    }

    private String received(int replies) {
        Await.within(enough.future());
        return got.toString().replaceAll("\\*1\r\n\\$1\r\n|\r\n", "").substring(0, replies);
    }

    private NetSocket expecting(int replies) {
        wanted = replies * REPLY;
        return connect();
    }

    @Test
    void passes_everything_on() {
        expecting(3).write("abc");
        assertThat(received(3)).isEqualTo("abc");
    }

    @Test
    void keeps_the_order_of_what_it_slows_down() {
        proxy.set(Harm.latency(20));
        expecting(3).write("abc");
        assertThat(received(3)).isEqualTo("abc");
    }

    @Test
    void cuts_a_connection_after_some_bytes() {
        proxy.set(Harm.cut(REPLY + 3));
        expecting(2).write("ab");
        Await.within(closed.future());
        assertThat(got.length()).isEqualTo(REPLY + 3);
    }

    @Test
    void doubles_whole_replies() {
        proxy.set(Harm.replies(0, 1, 0, 0));
        expecting(4).write("ab");
        assertThat(received(4)).isEqualTo("aabb");
    }

    @Test
    void drops_whole_replies_until_it_is_told_otherwise() {
        proxy.set(Harm.replies(0.5, 0, 0, 0));
        expecting(1).write("abcdefghijklmnopqrst");
        assertThat(received(1)).isSubstringOf("abcdefghijklmnopqrst");
    }

    @Test
    void delays_a_reply_with_all_that_follow() {
        proxy.set(Harm.replies(0, 0, 1, 20));
        expecting(3).write("abc");
        assertThat(received(3)).isEqualTo("abc");
    }

    @Test
    void lets_nothing_through_while_it_holds() {
        proxy.hold();
        NetSocket socket = expecting(1);
        socket.write("a");
        Await.within(vertx.timer(50));
        assertThat(got.length()).isZero();

        proxy.release();
        assertThat(received(1)).isEqualTo("a");
    }

    @Test
    void ends_every_connection_with_a_reset() {
        NetSocket socket = expecting(1);
        socket.write("a");
        assertThat(received(1)).isEqualTo("a");

        proxy.reset();

        Await.within(closed.future());
        assertThat(got.length()).isEqualTo(REPLY);
    }

    @Test
    void replies_are_told_apart_in_whatever_pieces_they_come() {
        String replies = "+OK\r\n-ERR no\r\n:7\r\n$-1\r\n$5\r\nab\r\nc\r\n*2\r\n*1\r\n:1\r\n$0\r\n\r\n*0\r\n";
        for (int split = 0; split <= replies.length(); split++) {
            RespReplies parts = new RespReplies();
            int whole = parts.add(Buffer.buffer(replies.substring(0, split))).size();
            assertThat(whole
                            + parts.add(Buffer.buffer(replies.substring(split))).size())
                    .isEqualTo(7);
        }
    }
}
