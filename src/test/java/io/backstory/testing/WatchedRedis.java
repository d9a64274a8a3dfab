package io.backstory.testing;

import io.backstory.config.RedisServers;
import io.backstory.config.Secret;
import io.backstory.config.ServerConfig.Address;
import io.backstory.config.SessionsConfig.Ack;
import io.backstory.config.SessionsConfig.StoreConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A Redis that survives the loss of any one server: a primary, two replicas and three Sentinels, which take a second of
 * silence for a death. Set up as the documentation wants it.
 */
public final class WatchedRedis implements AutoCloseable {
    public static final String MASTER = "backstory";

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final String[] SAFE = {
        "--min-replicas-to-write", "1", "--min-replicas-max-lag", "2", "--repl-diskless-sync-delay", "0"
    };

    private final List<RedisProcess> servers = new ArrayList<>();
    private final List<RedisProcess> sentinels = new ArrayList<>();

    private WatchedRedis() {}

    /** Returns once a failover could be made. */
    public static WatchedRedis start(Path directory) throws IOException {
        WatchedRedis redis = new WatchedRedis();
        try {
            redis.launch(directory);
            return redis;
        } catch (IOException | RuntimeException | Error e) {
            redis.close();
            throw e;
        }
    }

    private void launch(Path directory) throws IOException {
        RedisProcess primary = RedisProcess.start(directory.resolve("server1"), SAFE);
        servers.add(primary);
        for (int i = 2; i <= 3; i++) {
            servers.add(RedisProcess.start(directory.resolve("server" + i), SAFE));
            servers.get(i - 1).ask("REPLICAOF", "127.0.0.1", Integer.toString(primary.port()));
        }
        await("replicas", () -> hasReplicas(primary, 2));
        for (int i = 1; i <= 3; i++) {
            sentinels.add(sentinel(directory.resolve("sentinel" + i), primary));
        }
        await("Sentinels that know each other", this::isReady);
    }

    /** Asks everybody often, so that what a failover leaves behind is tidied up in a second or two and not in ten. */
    private static RedisProcess sentinel(Path directory, RedisProcess primary) throws IOException {
        RedisProcess sentinel = RedisProcess.startSentinel(
                directory,
                List.of(
                        "sentinel monitor " + MASTER + " 127.0.0.1 " + primary.port() + " 2",
                        "sentinel down-after-milliseconds " + MASTER + " 1000",
                        "sentinel failover-timeout " + MASTER + " 5000",
                        "sentinel parallel-syncs " + MASTER + " 2"));
        sentinel.ask("SENTINEL", "DEBUG", "INFO-PERIOD", "500", "PUBLISH-PERIOD", "500");
        return sentinel;
    }

    /** For a gateway that finds the primary through the Sentinels. */
    public StoreConfig.Redis config() {
        return new StoreConfig.Redis(
                new RedisServers.Watched(MASTER, addresses(), "", new Secret("")),
                false,
                "",
                new Secret(""),
                Duration.ofMillis(500),
                Ack.REPLICA);
    }

    /** Of the Sentinels. */
    public List<Address> addresses() {
        return sentinels.stream()
                .map(sentinel -> new Address("127.0.0.1", sentinel.port()))
                .toList();
    }

    /** The server that most Sentinels take for the primary. */
    public RedisProcess primary() throws IOException {
        Map<String, Integer> votes = new HashMap<>();
        for (RedisProcess sentinel : sentinels) {
            String port =
                    sentinel.ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER).get(1);
            if (votes.merge(port, 1, Integer::sum) > sentinels.size() / 2) {
                return servers.stream()
                        .filter(server -> port.equals(Integer.toString(server.port())))
                        .findFirst()
                        .orElseThrow();
            }
        }
        throw new IOException("the Sentinels do not agree: " + votes);
    }

    /** As {@code kill -9}. */
    public RedisProcess killPrimary() throws IOException {
        RedisProcess primary = primary();
        primary.kill();
        return primary;
    }

    /** Stops it until its {@link RedisProcess#resume}. It may then still take itself for the primary. */
    public RedisProcess pausePrimary() throws IOException {
        RedisProcess primary = primary();
        primary.pause();
        return primary;
    }

    /** Returns the server that took the place of {@code former}. */
    public RedisProcess awaitNewPrimary(RedisProcess former) throws IOException {
        await("another primary", () -> primary() != former && isPrimary(primary()));
        return primary();
    }

    /** Brings a server that was killed back, as a replica. */
    public void startAgain(RedisProcess killed) throws IOException {
        killed.startAgain("--replicaof", "127.0.0.1 " + primary().port());
    }

    /** Returns once all servers are there again, one of them the primary, so that the next one may be lost. */
    public void awaitWhole() throws IOException {
        await("a primary with two replicas", () -> hasReplicas(primary(), 2) && isReady());
    }

    private boolean isReady() throws IOException {
        for (RedisProcess sentinel : sentinels) {
            List<String> facts = sentinel.ask("SENTINEL", "MASTER", MASTER);
            boolean knowsAll = value(facts, "num-slaves").equals("2")
                    && value(facts, "num-other-sentinels").equals("2")
                    && value(facts, "flags").equals("master");
            if (!knowsAll) {
                return false;
            }
        }
        return true;
    }

    private static String value(List<String> facts, String name) {
        int at = facts.indexOf(name);
        return at < 0 ? "" : facts.get(at + 1);
    }

    private static boolean isPrimary(RedisProcess server) throws IOException {
        return server.ask("ROLE").get(0).equals("master");
    }

    private static boolean hasReplicas(RedisProcess server, int count) throws IOException {
        return server.ask("INFO", "replication").get(0).contains("min_slaves_good_slaves:" + count);
    }

    /** A server that does not answer is not what is waited for. */
    private static void await(String what, Callable<Boolean> there) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!isTrue(there)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("there is no sign of " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static boolean isTrue(Callable<Boolean> there) {
        try {
            return there.call();
        } catch (IOException notNow) {
            return false;
        } catch (Exception unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    @Override
    public void close() {
        sentinels.forEach(RedisProcess::close);
        servers.forEach(RedisProcess::close);
    }
}
