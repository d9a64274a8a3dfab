package io.backstory.bench;

import io.backstory.chat.Cut;
import io.backstory.chat.FinishReason;
import io.backstory.chat.FragmentMemo;
import io.backstory.chat.Message;
import io.backstory.chat.Origin;
import io.backstory.chat.ReplyFacts;
import io.backstory.chat.Role;
import io.backstory.chat.SessionRef;
import io.backstory.chat.SessionSettings;
import io.backstory.chat.TokenCounts;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnStatus;
import io.backstory.chat.Usage;
import io.backstory.config.RedisServers;
import io.backstory.config.Secret;
import io.backstory.config.SessionsConfig.Ack;
import io.backstory.config.SessionsConfig.StoreConfig;
import io.backstory.redis.RedisScripts;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.BeginTurn;
import io.backstory.store.CommitTurn;
import io.backstory.store.Lease;
import io.backstory.store.MemorySessionStore;
import io.backstory.store.NearCache;
import io.backstory.store.RedisSessionStore;
import io.backstory.store.SessionStore;
import io.backstory.store.SqliteSessionStore;
import io.backstory.testing.RedisProcess;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What a turn costs in a store, behind the near cache as in the gateway: turns a second and the median and 99th percentile
 * of begin and commit, and how they change with the length of the session. Not a test: it prints and asserts nothing.
 *
 * <pre>{@code
 * mvn -q -DskipTests package
 * java -cp target/test-classes:target/backstory.jar io.backstory.bench.StoreBenchmark [directory]
 * }</pre>
 *
 * The database is made in {@code directory}, by default a temporary one; name one on the disk that is to be measured. Redis
 * is started for the run: {@code redis} answers from its disk, {@code redis-s} syncs once a second.
 */
public final class StoreBenchmark {
    private static final int TURNS = Integer.getInteger("turns", 3000);
    private static final int[] CONCURRENT = {1, 16, 64};
    private static final int[] LENGTHS = {10, 1000};
    private static final int SESSIONS_OF_A_LENGTH = 50;
    /** Room for all sessions of a line, so that what is measured is the store and not the eviction. */
    private static final long CACHE = 1L << 30;

    private static final String QUESTION = "q".repeat(500);
    private static final String ANSWER = "a".repeat(1500);

    private final Vertx vertx = Vertx.vertx();
    private final Path directory;
    private final List<RedisProcess> servers = new ArrayList<>();

    private StoreBenchmark(Path directory) {
        this.directory = directory;
    }

    /** Prints the figures; the only argument there can be is the directory. */
    public static void main(String[] arguments) throws IOException {
        Path directory =
                arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("backstory-benchmark");
        new StoreBenchmark(directory).run();
    }

    private void run() {
        System.out.println("A turn is 500 characters of question and 1500 of answer; times in microseconds.\n");
        System.out.println("store   sessions at once         " + Times.HEADING);
        stores().forEach((name, store) -> {
            for (int sessions : CONCURRENT) {
                measured(store, opened -> {
                    talk(opened, sessions, TURNS / 3, "warm-up");
                    talk(opened, sessions, TURNS, "measured").print(name, sessions, "");
                });
            }
        });
        System.out.println(
                "\nThe first turn of a session reads what it had before; later ones find it in the near cache.");
        System.out.println("store   turns in session         " + Times.HEADING);
        stores().forEach((name, store) -> {
            for (int length : LENGTHS) {
                measured(store, opened -> {
                    talk(opened, 1, 1000, "warm-up");
                    atLength(opened, length, name);
                });
            }
        });
        servers.forEach(RedisProcess::close);
        vertx.close().await();
    }

    /** Every store is opened anew for each line. */
    private Map<String, Supplier<SessionStore>> stores() {
        Map<String, Supplier<SessionStore>> stores = new LinkedHashMap<>();
        stores.put("memory", () -> new MemorySessionStore(Clock.systemUTC()));
        stores.put("sqlite", () -> {
            Path database = directory.resolve("run-" + System.nanoTime()).resolve("backstory.db");
            return SqliteSessionStore.open(vertx, database, Clock.systemUTC()).await();
        });
        stores.put("redis", () -> redis("--appendfsync", "always"));
        stores.put("redis-s", () -> redis("--appendfsync", "everysec"));
        return stores;
    }

    /** A server of its own for each store; all end with the run. */
    private SessionStore redis(String... settings) {
        try {
            RedisProcess server = RedisProcess.start(directory.resolve("redis-" + System.nanoTime()), settings);
            servers.add(server);
            Ack ack = settings[1].equals("always") ? Ack.DISK : Ack.MEMORY;
            StoreConfig.Redis config = new StoreConfig.Redis(
                    RedisServers.at("127.0.0.1", server.port()), false, "", new Secret(""), Duration.ofSeconds(5), ack);
            return RedisSessionStore.open(vertx, config, RedisScripts.Listener.NONE)
                    .await();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A piece of work on an open store. */
    private interface Work {
        void on(SessionStore store);
    }

    private static void measured(Supplier<SessionStore> supplier, Work work) {
        SessionStore store = new NearCache(supplier.get(), CACHE, Duration.ofMinutes(10), NearCache.Listener.NONE);
        work.on(store);
        store.close().await();
    }

    private Times talk(SessionStore store, int sessions, int turns, String name) {
        Times times = new Times();
        times.taking(() -> Future.all(IntStream.range(0, sessions)
                        .mapToObj(i -> chain(store, name + i, turns / sessions, times))
                        .toList())
                .await());
        return times;
    }

    /** Turns of one session, one after the other, on an event loop of its own. */
    private Future<Void> chain(SessionStore store, String session, int turns, Times times) {
        SessionRef ref = new SessionRef("t", session);
        Promise<Void> done = Promise.promise();
        vertx.runOnContext(started -> next(() -> turn(store, ref, times), turns, done));
        return done.future();
    }

    /** Goes by way of the event loop, as a store may answer at once. */
    private void next(Supplier<Future<Void>> turn, int left, Promise<Void> done) {
        if (left == 0) {
            done.complete();
            return;
        }
        turn.get().onFailure(done::fail).onSuccess(stored -> vertx.runOnContext(again -> next(turn, left - 1, done)));
    }

    private static Future<Void> turn(SessionStore store, SessionRef session, Times times) {
        long nonce = ThreadLocalRandom.current().nextLong();
        long start = System.nanoTime();
        return store.begin(new BeginTurn(session, nonce, true, null, null))
                .compose(outcome -> {
                    long begun = System.nanoTime();
                    times.began(begun - start);
                    return store.commit(((Begun) outcome).lease(), next(((Begun) outcome).lease()))
                            .onSuccess(committed -> times.committed(System.nanoTime() - begun));
                })
                .mapEmpty();
    }

    /** Sessions of that length get one turn each and then nine more, so that the length stays about what it is. */
    private void atLength(SessionStore store, int length, String name) {
        Times first = new Times();
        Times later = new Times();
        for (int i = 0; i < SESSIONS_OF_A_LENGTH; i++) {
            String session = "long" + i;
            grow(store, new SessionRef("t", session), length);
            first.taking(() -> chain(store, session, 1, first).await());
            later.taking(() -> chain(store, session, 9, later).await());
        }
        first.print(name, length, "first");
        later.print(name, length, "later");
    }

    private static void grow(SessionStore store, SessionRef session, int turns) {
        Begun begun =
                (Begun) store.begin(new BeginTurn(session, 1, true, null, null)).await();
        List<Turn> more = IntStream.rangeClosed(1, turns)
                .mapToObj(i -> turn(begun.lease().version() + i, i))
                .toList();
        store.commit(begun.lease(), commit(more)).await();
    }

    private static CommitTurn next(Lease lease) {
        return commit(List.of(turn(lease.version() + 1, lease.nonce())));
    }

    private static CommitTurn commit(List<Turn> turns) {
        return new CommitTurn(turns, SessionSettings.EMPTY, Duration.ofDays(30));
    }

    private static Turn turn(int seq, long nonce) {
        return new Turn(
                seq,
                nonce,
                TurnStatus.COMPLETED,
                Instant.now(),
                List.of(Message.text(Role.USER, QUESTION)),
                List.of(Message.text(Role.ASSISTANT, ANSWER)),
                FinishReason.STOP,
                new Origin("openai", "main", "gpt"),
                Usage.reported(100, 300),
                new TokenCounts(100, 300),
                Cut.NONE,
                null,
                Map.of(),
                ReplyFacts.NONE,
                new FragmentMemo());
    }
}
