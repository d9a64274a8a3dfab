package io.backstory.redis;

import io.backstory.config.RedisServers.Watched;
import io.backstory.config.ServerConfig.Address;
import io.backstory.config.SessionsConfig.StoreConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the Sentinels which server is the primary. Every question goes to all of them, each on a connection of its own that is
 * closed afterwards, so that no late answer is taken for the one to another question.
 */
final class Sentinels {
    private static final String EPOCH = "config-epoch";

    private final Vertx vertx;
    private final Watched watched;
    private final StoreConfig.Redis config;

    Sentinels(Vertx vertx, Watched watched, StoreConfig.Redis config) {
        this.vertx = vertx;
        this.watched = watched;
        this.config = config;
    }

    /**
     * What one Sentinel holds to be the primary.
     *
     * @param epoch of the failover that made it one: a Sentinel that missed a failover has a smaller one
     */
    private record Sighting(Address primary, long epoch) {}

    /** What the Sentinel says that knows of the latest failover. Fails with a {@link RedisFailure} when none knows a primary. */
    Future<Address> primary() {
        List<Future<Sighting>> asked =
                watched.sentinels().stream().map(this::ask).toList();
        return Future.join(asked).transform(all -> latest(asked));
    }

    private Future<Address> latest(List<Future<Sighting>> asked) {
        return asked.stream()
                .filter(Future::succeeded)
                .map(Future::result)
                .max(Comparator.comparingLong(Sighting::epoch))
                .map(sighting -> Future.succeededFuture(sighting.primary))
                .orElseGet(() -> Future.failedFuture(RedisFailure.refused(
                        "No Sentinel tells where the primary is: "
                                + asked.get(0).cause().getMessage(),
                        asked.get(0).cause())));
    }

    private Future<Sighting> ask(Address sentinel) {
        Redis client = Redis.createClient(
                vertx,
                RedisPool.options(
                        sentinel, config, watched.user(), watched.password().reveal()));
        return RedisPool.connect(client)
                .compose(this::ask)
                .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(end -> client.close());
    }

    /** Both in one go, so that they tell of the same moment. The first alone knows a primary that was just promoted. */
    private Future<Sighting> ask(RedisConnection connection) {
        Future<Response> address = connection.send(question("GET-MASTER-ADDR-BY-NAME"));
        Future<Response> details = connection.send(question("MASTER"));
        return Future.all(address, details).compose(both -> sighting(address.result(), details.result()));
    }

    private Request question(String about) {
        return Request.cmd(Command.SENTINEL).arg(about).arg(watched.master());
    }

    private Future<Sighting> sighting(@Nullable Response address, Response details) {
        if (address == null || address.size() != 2) {
            return Future.failedFuture("it watches no \"" + watched.master() + "\"");
        }
        Address primary = new Address(address.get(0).toString(), address.get(1).toInteger());
        for (int i = 0; i + 1 < details.size(); i += 2) {
            if (EPOCH.equals(details.get(i).toString())) {
                return Future.succeededFuture(
                        new Sighting(primary, details.get(i + 1).toLong()));
            }
        }
        return Future.failedFuture("it tells no " + EPOCH);
    }
}
