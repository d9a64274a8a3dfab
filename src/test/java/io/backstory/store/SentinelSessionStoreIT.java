package io.backstory.store;

import io.backstory.redis.RedisScripts;
import io.backstory.testing.WatchedRedis;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a primary that Sentinel names, with a replica that has to confirm every commit. */
class SentinelSessionStoreIT extends RedisContract {
    private static WatchedRedis redis;
    private static Vertx operators;
    private static Redis client;

    @BeforeAll
    static void startRedis(@TempDir Path empty) throws IOException {
        redis = WatchedRedis.start(empty);
        operators = Vertx.vertx();
        client = Redis.createClient(operators, redis.primary().url());
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
        return await(RedisSessionStore.open(vertx, redis.config(), RedisScripts.Listener.NONE));
    }

    @Override
    Redis client() {
        return client;
    }
}
