package io.backstory.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Optional;

/** What must hold what a connection wrote before it counts. */
public enum Durability {
    /** The primary alone; with {@code appendfsync always} that is its disk. */
    PRIMARY {
        @Override
        Optional<Request> request() {
            return Optional.empty();
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
        boolean isMet(Response reply) {
            return reply.get(0).toInteger() >= 1;
        }
    };

    private static final int PATIENCE_MS = 300;
    private static final Command WAITAOF = Command.create("WAITAOF");

    abstract Optional<Request> request();

    abstract boolean isMet(Response reply);
}
