package io.backstory.testing;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A bad network in front of a server: slow, cut, reset, silent, and for Redis one that loses, doubles or delays whole
 * replies. Harm is in force from the moment it is set, also for connections that are open. Bytes that are held back keep
 * their order.
 */
public final class FaultProxy {
    private final Vertx vertx;
    private final Random random;
    private final NetServer server;
    private final NetClient client;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile Harm harm = Harm.NONE;
    private volatile Promise<Void> open = opened();

    /**
     * What is done to connections.
     *
     * @param latencyMs for each piece, in each direction
     * @param cutAfter bytes from the server after which a connection is closed; -1 never
     * @param dropped share of the replies that never arrive
     * @param doubled share of the replies that arrive twice
     * @param delayed share of the replies that arrive {@code delayMs} later, with all that follow
     */
    public record Harm(int latencyMs, int cutAfter, double dropped, double doubled, double delayed, int delayMs) {
        public static final Harm NONE = new Harm(0, -1, 0, 0, 0, 0);

        public static Harm latency(int ms) {
            return new Harm(ms, -1, 0, 0, 0, 0);
        }

        public static Harm cut(int bytes) {
            return new Harm(0, bytes, 0, 0, 0, 0);
        }

        /** Of whole replies of Redis. */
        public static Harm replies(double dropped, double doubled, double delayed, int delayMs) {
            return new Harm(0, -1, dropped, doubled, delayed, delayMs);
        }

        boolean isOfReplies() {
            return dropped + doubled + delayed > 0;
        }
    }

    private FaultProxy(Vertx vertx, int target, long seed) {
        this.vertx = vertx;
        this.target = target;
        this.random = new Random(seed);
        this.client = vertx.createNetClient();
        this.server = vertx.createNetServer().connectHandler(this::accept);
    }

    /** In front of a port of the loopback, on a free one. */
    public static FaultProxy start(Vertx vertx, int target, long seed) {
        FaultProxy proxy = new FaultProxy(vertx, target, seed);
        Await.within(proxy.server.listen(0, "127.0.0.1"));
        return proxy;
    }

    public int port() {
        return server.actualPort();
    }

    /** Where new connections lead from now on. */
    public void leadTo(int port) {
        target = port;
    }

    public void set(Harm next) {
        harm = next;
    }

    /** Nothing passes any more, in either direction, until {@link #release}; then everything does. */
    public void hold() {
        if (open.future().isComplete()) {
            open = Promise.promise();
        }
    }

    public void release() {
        open.tryComplete();
    }

    /** Ends all connections with a reset, as a machine does that lost them. */
    public void reset() {
        links.forEach(Link::resetBoth);
    }

    private static Promise<Void> opened() {
        Promise<Void> promise = Promise.promise();
        promise.complete();
        return promise;
    }

    private void accept(NetSocket from) {
        from.pause();
        client.connect(target, "127.0.0.1").onFailure(refused -> from.close()).onSuccess(to -> new Link(from, to)
                .start());
    }

    private synchronized boolean happens(double share) {
        return share > 0 && random.nextDouble() < share;
    }

    /** One connection: two directions that end together. */
    private final class Link {
        private final NetSocket near;
        private final NetSocket far;
        private final RespReplies replies = new RespReplies();
        private int received;
        private boolean wholeReplies;
        private Future<Void> upstream = Future.succeededFuture();
        private Future<Void> downstream = Future.succeededFuture();

        Link(NetSocket near, NetSocket far) {
            this.near = near;
            this.far = far;
        }

        void start() {
            links.add(this);
            near.exceptionHandler(broken -> {}).closeHandler(gone -> end(far));
            far.exceptionHandler(broken -> {}).closeHandler(gone -> end(near));
            near.handler(bytes -> upstream = passed(upstream, far, bytes, harm.latencyMs()));
            far.handler(this::answered);
            near.resume();
        }

        /** What was sent before the end still arrives, in its time. */
        private void end(NetSocket other) {
            links.remove(this);
            Future.join(upstream, downstream).onComplete(sent -> other.close());
        }

        void resetBoth() {
            List.of(near, far).forEach(Link::reset);
        }

        private static void reset(NetSocket socket) {
            Channel channel =
                    ((NetSocketInternal) socket).channelHandlerContext().channel();
            channel.eventLoop().execute(() -> {
                if (channel.isActive()) {
                    channel.config().setOption(ChannelOption.SO_LINGER, 0);
                }
                socket.close();
            });
        }

        private void answered(Buffer bytes) {
            Harm now = harm;
            if (now.cutAfter() >= 0 && received + bytes.length() > now.cutAfter()) {
                down(bytes.getBuffer(0, Math.max(0, now.cutAfter() - received)), now.latencyMs());
                downstream.onComplete(sent -> near.close());
                return;
            }
            received += bytes.length();
            wholeReplies |= now.isOfReplies();
            if (wholeReplies) {
                replies.add(bytes).forEach(reply -> reply(reply, now));
            } else {
                down(bytes, now.latencyMs());
            }
        }

        private void reply(Buffer reply, Harm now) {
            if (happens(now.dropped())) {
                return;
            }
            int late = happens(now.delayed()) ? now.delayMs() : now.latencyMs();
            down(reply, late);
            if (happens(now.doubled())) {
                down(reply, late);
            }
        }

        private void down(Buffer bytes, int late) {
            downstream = passed(downstream, near, bytes, late);
        }

        private Future<Void> passed(Future<Void> before, NetSocket to, Buffer bytes, int late) {
            Future<Void> delay = late > 0 ? vertx.timer(late).mapEmpty() : Future.succeededFuture();
            return before.transform(end -> delay)
                    .compose(waited -> open.future())
                    .compose(go -> to.write(bytes))
                    .otherwiseEmpty();
        }
    }
}
