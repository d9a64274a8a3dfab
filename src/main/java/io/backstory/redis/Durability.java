package io.backstory.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What must hold what a connection wrote before it counts. */
public enum Durability {
    /** The primary alone; with {@code appendfsync always} that is its disk. */
    PRIMARY {
        @Override
        Optional<Request> request() {
            return Optional.empty();
        }

        @Override
        boolean fits(@Nullable Response reply) {
            return true;
        }

        @Override
        boolean isMet(Response reply) {
            return true;
        }
    },
    /** One replica. */
    REPLICA {
        @Override
        Optional<Request> request() {
            return Optional.of(Request.cmd(Command.WAIT).arg(1).arg(PATIENCE_MS));
        }

        @Override
        boolean fits(@Nullable Response reply) {
            return reply != null && reply.type() == ResponseType.NUMBER;
        }

        @Override
        boolean isMet(Response reply) {
            return reply.toInteger() >= 1;
        }
    },
    /** The primary's disk, asked for: Redis 7.2 and later. */
    DISK {
        @Override
        Optional<Request> request() {
            return Optional.of(Request.cmd(WAITAOF).arg(1).arg(0).arg(PATIENCE_MS));
        }

        @Override
        boolean fits(@Nullable Response reply) {
            return reply != null && reply.type() == ResponseType.MULTI && reply.size() == 2;
        }

        @Override
        boolean isMet(Response reply) {
            return reply.get(0).toInteger() >= 1;
        }
    };

    private static final int PATIENCE_MS = 300;
    private static final Command WAITAOF = Command.create("WAITAOF");

    abstract Optional<Request> request();

    /** Whether this can be the answer to the request. */
    abstract boolean fits(@Nullable Response reply);

    abstract boolean isMet(Response reply);
}
