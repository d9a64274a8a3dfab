package io.backstory.store;

import io.backstory.config.RedisServers;
import io.backstory.config.Secret;
import io.backstory.config.SessionsConfig.Ack;
import io.backstory.config.SessionsConfig.StoreConfig;
import io.backstory.redis.RedisScripts;
import io.backstory.testing.RedisProcess;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;

/** Calls around a real server. */
final class RedisFixture {
    /**
     * Lets time pass for a server whose own clock cannot be moved: everything it remembers becomes older, and what has
     * reached its end is gone.
     */
    private static final String OLDER =
            """
            local step = tonumber(ARGV[1])
            for _, key in ipairs(redis.call('KEYS', 'bs:*')) do
              local left = redis.call('PTTL', key)
              if left >= 0 and left <= step then
                redis.call('DEL', key)
              else
                if left >= 0 then
                  redis.call('PEXPIRE', key, left - step)
                end
                if redis.call('TYPE', key).ok == 'zset' then
                  for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do
                    redis.call('ZINCRBY', key, -step, member)
                  end
                elseif key:sub(-2) == ':m' then
                  for _, field in ipairs({'lu', 'born', 'touched', 'del'}) do
                    if redis.call('HEXISTS', key, field) == 1 then
                      redis.call('HINCRBY', key, field, -step)
                    end
                  end
                end
              end
            end
            """;

    private RedisFixture() {}

    static StoreConfig.Redis config(RedisProcess redis) {
        return config(redis.port(), Ack.DISK);
    }

    static StoreConfig.Redis config(int port, Ack ack) {
        return new StoreConfig.Redis(
                RedisServers.at("127.0.0.1", port), false, "", new Secret(""), Duration.ofSeconds(1), ack);
    }

    static RedisSessionStore open(Vertx vertx, RedisProcess redis) {
        return StoreTest.await(RedisSessionStore.open(vertx, config(redis), RedisScripts.Listener.NONE));
    }

    static void advance(Redis client, Duration step) {
        Request older = Request.cmd(Command.EVAL).arg(OLDER).arg(0).arg(step.toMillis());
        StoreTest.await(client.send(older));
    }

    static Response send(Redis client, Command command, Object... arguments) {
        return StoreTest.await(client.send(Request.cmd(command, arguments)));
    }
}
