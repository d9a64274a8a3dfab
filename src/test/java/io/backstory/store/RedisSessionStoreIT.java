package io.backstory.store;

import io.backstory.testing.RedisProcess;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract on one server. */
class RedisSessionStoreIT extends RedisContract {
    private static RedisProcess redis;
    private static Vertx operators;
    private static Redis client;

    @BeforeAll
    static void startRedis(@TempDir Path empty) throws IOException {
        redis = RedisProcess.start(empty);
        operators = Vertx.vertx();
        client = Redis.createClient(operators, redis.url());
    }

    @AfterAll
    static void stopRedis() {
        if (redis != null) {
            await(operators.close());
            redis.close();
        }
    }

    @Override
    SessionStore open() {
        RedisFixture.send(client, Command.FLUSHALL);
        return RedisFixture.open(vertx, redis);
    }

    @Override
    Redis client() {
        return client;
    }
}
