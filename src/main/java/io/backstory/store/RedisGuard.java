package io.backstory.store;

import io.backstory.config.SessionsConfig.Ack;
import io.backstory.config.SessionsConfig.StoreConfig;
import io.backstory.redis.Durability;
import io.backstory.redis.RedisScripts;
import io.backstory.redis.RedisServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an eye on the server: settings that lose conversations are refused at the start, and stop turns from beginning
 * when they come up later. A server that does not answer is no such trouble; the calls themselves find that out, and find
 * out at once when it is back.
 */
final class RedisGuard {
    static final Duration PAUSE = Duration.ofMillis(50);
    private static final int TRIES = 3;
    private static final long CALM_MS = Duration.ofMinutes(1).toMillis();
    private static final long TROUBLED_MS = Duration.ofMillis(500).toMillis();
    private static final Logger LOG = LoggerFactory.getLogger(RedisGuard.class);

    private final Vertx vertx;
    private final RedisServer server;
    private final Ack ack;
    private volatile RedisServer.Report last;
    private volatile boolean silent;
    private volatile long timer;
    private volatile boolean closed;

    private RedisGuard(Vertx vertx, RedisServer server, Ack ack, RedisServer.Report first) {
        this.vertx = vertx;
        this.server = server;
        this.ack = ack;
        this.last = first;
    }

    /** Fails with a text for the operator. */
    static Future<RedisGuard> open(Vertx vertx, StoreConfig.Redis config, RedisServer server) {
        return firstLook(server, TRIES)
                .recover(failure -> Future.failedFuture(new IllegalStateException(
                        "Redis at " + config.address() + " cannot be used: " + failure.getMessage(), failure)))
                .compose(report -> report.problems().isEmpty()
                        ? Future.succeededFuture(new RedisGuard(vertx, server, config.ack(), report))
                        : Future.failedFuture(new IllegalStateException("Redis at " + config.address()
                                + " may not keep conversations:\n  " + String.join("\n  ", report.problems()))))
                .onSuccess(RedisGuard::later)
                .onFailure(failure -> server.close());
    }

    /** A process that has just begun is slow at first, which is not the server's fault. */
    private static Future<RedisServer.Report> firstLook(RedisServer server, int tries) {
        return server.check()
                .recover(failure -> tries > 1 ? firstLook(server, tries - 1) : Future.failedFuture(failure));
    }

    /** Hears for {@code listener}, and looks at a server as soon as it becomes the primary. */
    RedisScripts.Listener listening(RedisScripts.Listener listener) {
        return new RedisScripts.Listener() {
            @Override
            public void replyMismatched() {
                listener.replyMismatched();
            }

            @Override
            public void primaryMoved() {
                listener.primaryMoved();
                look();
            }
        };
    }

    /** Why turns may not begin, as of the last look. */
    Optional<String> trouble() {
        return last.problems().isEmpty() ? Optional.empty() : Optional.of(String.join("; ", last.problems()));
    }

    /** The last look, and whether the server answers now. */
    Future<Optional<String>> ask() {
        return trouble().isPresent()
                ? Future.succeededFuture(trouble())
                : server.ping()
                        .map(answered -> Optional.<String>empty())
                        .otherwise(failure -> Optional.of("Redis does not answer"));
    }

    Durability durability() {
        return last.durability(ack);
    }

    private void later() {
        vertx.cancelTimer(timer);
        if (!closed) {
            boolean calm = !silent && last.problems().isEmpty();
            timer = vertx.setTimer(calm ? CALM_MS : TROUBLED_MS, id -> look());
        }
    }

    /** Looks again; the timer's work. Completes once what was seen is in force. */
    Future<?> look() {
        return server.check().map(this::took).onFailure(this::unanswered).onComplete(end -> later());
    }

    /** Told once; whether it answers again is asked soon. */
    private void unanswered(Throwable failure) {
        if (!silent && !closed) {
            LOG.warn("Redis could not be checked: {}", failure.getMessage());
        }
        silent = true;
    }

    private RedisServer.Report took(RedisServer.Report report) {
        if (!report.problems().equals(last.problems())) {
            LOG.warn("Redis: {}", report.problems().isEmpty() ? "no problems any more" : report.problems());
        }
        last = report;
        silent = false;
        return report;
    }

    Future<Void> close() {
        closed = true;
        vertx.cancelTimer(timer);
        return server.close();
    }
}
