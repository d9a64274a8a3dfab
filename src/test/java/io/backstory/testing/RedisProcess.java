package io.backstory.testing;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Redis server of a test: on a free port of the loopback, with a directory of its own, ended with the test. Every
 * commit is on the disk before it is answered, unless the test says otherwise.
 */
public final class RedisProcess implements AutoCloseable {
    private static final String MISSING =
            """
            ==========================================================================
             redis-server 7.0 or newer is not on the PATH: the Redis store is UNTESTED.
             Install it:  apt-get install redis-server   or   brew install redis
            ==========================================================================""";
    private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.(\\d+)");
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Path directory;
    private final List<String> command;
    private final int port;
    private Process process;

    private RedisProcess(Path directory, int port, List<String> command) throws IOException {
        this.directory = directory;
        this.port = port;
        this.command = command;
        this.process = launch(List.of());
    }

    /**
     * Starts a server. Without one on the machine the test is aborted, which is told loudly, or fails where the variable
     * {@code CI} is {@code true}.
     *
     * @param settings such as {@code --maxmemory-policy allkeys-lru}; they come last and win
     */
    public static RedisProcess start(Path directory, String... settings) throws IOException {
        requireInstalled();
        int port = freePort();
        List<String> command = new ArrayList<>(List.of("redis-server", "--port", Integer.toString(port)));
        command.addAll(List.of("--bind", "127.0.0.1", "--dir", directory.toString(), "--save", ""));
        command.addAll(List.of("--appendonly", "yes", "--appendfsync", "always"));
        command.addAll(List.of("--maxmemory-policy", "noeviction"));
        command.addAll(List.of(settings));
        return new RedisProcess(directory, port, command);
    }

    /** Starts a Sentinel with the {@code sentinel ...} lines of its configuration. */
    static RedisProcess startSentinel(Path directory, List<String> lines) throws IOException {
        requireInstalled();
        int port = freePort();
        Files.createDirectories(directory);
        Path file = directory.resolve("sentinel.conf");
        List<String> configuration = new ArrayList<>(List.of("port " + port, "bind 127.0.0.1", "dir " + directory));
        configuration.addAll(lines);
        Files.write(file, configuration);
        return new RedisProcess(directory, port, List.of("redis-server", file.toString(), "--sentinel"));
    }

    private static void requireInstalled() throws IOException {
        if (!isInstalled()) {
            System.err.println(MISSING);
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(MISSING);
            }
            Assumptions.abort(MISSING);
        }
    }

    private static boolean isInstalled() throws IOException {
        Optional<File> found = Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
                .map(folder -> new File(folder, "redis-server"))
                .filter(File::canExecute)
                .findFirst();
        if (found.isEmpty()) {
            return false;
        }
        Process asked = new ProcessBuilder(found.get().getPath(), "--version").start();
        String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher version = VERSION.matcher(answer);
        return version.find() && Integer.parseInt(version.group(1)) >= 7;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process launch(List<String> more) throws IOException {
        Files.createDirectories(directory);
        List<String> words = new ArrayList<>(command);
        words.addAll(more);
        Process started = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("redis.log").toFile()))
                .start();
        awaitReady(started);
        return started;
    }

    /** A server that still loads its file answers PING with an error. */
    private void awaitReady(Process started) throws IOException {
        long deadline = System.nanoTime() + START_NANOS;
        while (!answersPing()) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                started.destroyForcibly();
                throw new IOException(
                        "redis-server did not start:\n" + Files.readString(directory.resolve("redis.log")));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private boolean answersPing() {
        try {
            return ask("PING").equals(List.of("PONG"));
        } catch (IOException notYet) {
            return false;
        }
    }

    /**
     * Asks the server, which has a second to answer.
     *
     * @return the parts of the answer, lists within lists flattened, "" for nothing
     * @throws IOException also when the answer is an error
     */
    public List<String> ask(String... words) throws IOException {
        return RedisQuestion.ask(port, words);
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** As {@code kill -9}; returns when it is dead. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Stops the server in the middle of whatever it does, until {@link #resume}. */
    public void pause() throws IOException {
        signal("STOP");
    }

    public void resume() throws IOException {
        signal("CONT");
    }

    private void signal(String name) throws IOException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .onExit()
                .join();
    }

    /**
     * After {@link #kill}: with the same directory on the same port.
     *
     * @param settings for this time; they win over the former ones
     */
    public void startAgain(String... settings) throws IOException {
        process = launch(List.of(settings));
    }

    @Override
    public void close() {
        kill();
    }
}
