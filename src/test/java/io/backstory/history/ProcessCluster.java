package io.backstory.history;

import io.backstory.config.ServerConfig.Address;
import io.backstory.testing.Await;
import io.backstory.testing.FaultProxy;
import io.backstory.testing.RedisProcess;
import io.backstory.testing.WatchedRedis;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Gateways as processes of the built jar. */
final class ProcessCluster implements Cluster {
    private final Vertx vertx = Vertx.vertx();
    private final List<Member> members = new ArrayList<>();
    private final List<Trouble> troubles = new ArrayList<>();
    private final List<Runnable> ends = new ArrayList<>();

    private ProcessCluster() {}

    /** One gateway on SQLite. */
    static ProcessCluster onSqlite(Path directory, EchoProvider provider) throws IOException {
        ProcessCluster cluster = new ProcessCluster();
        cluster.add(directory, "{type: sqlite, path: backstory.db}", provider);
        return cluster;
    }

    /** Several gateways on one Redis server, which has every commit on its disk before it answers. */
    static ProcessCluster onRedis(int size, Path directory, EchoProvider provider) throws IOException {
        ProcessCluster cluster = new ProcessCluster();
        RedisProcess redis = RedisProcess.start(directory.resolve("redis"));
        cluster.ends.add(redis::close);
        cluster.troubles.add(new Trouble("Redis killed", 0, 3_000, redis::kill, redis::startAgain));
        cluster.troubles.add(new Trouble("Redis paused", 100, 5_000, redis::pause, redis::resume));
        for (int i = 0; i < size; i++) {
            FaultProxy network = FaultProxy.start(cluster.vertx, redis.port(), i);
            cluster.troubles.addAll(Network.ofRedis(network));
            String store = "{type: redis, url: 'redis://127.0.0.1:%d', ack: disk}".formatted(network.port());
            cluster.add(directory.resolve("gateway-" + i), store, provider);
        }
        return cluster;
    }

    /** Several gateways that find the primary of three Redis servers through Sentinels. */
    static ProcessCluster onSentinel(int size, Path directory, EchoProvider provider) throws IOException {
        ProcessCluster cluster = new ProcessCluster();
        WatchedRedis redis = WatchedRedis.start(directory.resolve("redis"));
        cluster.ends.add(redis::close);
        String nodes = redis.addresses().stream().map(Address::toString).collect(Collectors.joining(", "));
        String store = "{type: redis, sentinel: {master: %s, nodes: ['%s']}, ack: replica}"
                .formatted(WatchedRedis.MASTER, nodes.replace(", ", "', '"));
        for (int i = 0; i < size; i++) {
            cluster.add(directory.resolve("gateway-" + i), store, provider);
            cluster.troubles.addAll(Failover.of(redis));
        }
        return cluster;
    }

    private void add(Path directory, String store, EchoProvider provider) throws IOException {
        FaultProxy network = FaultProxy.start(vertx, provider.baseUrl().getPort(), members.size());
        Member member = new Member(directory, store, network);
        if (members.isEmpty()) {
            troubles.add(member.longPause());
        }
        members.add(member);
        troubles.addAll(member.troubles());
        troubles.addAll(Network.troubles("the provider", network));
    }

    @Override
    public int size() {
        return members.size();
    }

    @Override
    public URI doors(int gateway) {
        return members.get(gateway).doors();
    }

    @Override
    public List<Trouble> troubles() {
        return troubles;
    }

    @Override
    public String log() throws IOException {
        StringBuilder log = new StringBuilder();
        for (Member member : members) {
            log.append(member.log());
        }
        return log.toString();
    }

    @Override
    public void close() {
        members.forEach(Member::close);
        ends.forEach(Runnable::run);
        Await.within(vertx.close());
    }
}
