package io.backstory.proof;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The jar users run, in front of the simulator and on SQLite, as a process that can be watched, disturbed and ended. */
final class GatewayProcess implements AutoCloseable {
    private static final Pattern DOORS = Pattern.compile("doors +(http://\\S+)");
    private static final String CONFIG =
            """
            version: 1
            server: {listen: '127.0.0.1:0', management: '127.0.0.1:0', drainDelay: 0s, drain: 30s}
            sessions: {store: {type: sqlite, path: backstory.db}}
            providers:
              simulator: {dialect: simulator, tokenDelay: %s, models: {m: {contextWindow: 32000, maxOutput: 1000}}}
            routes: {default: {targets: [simulator/m]}}
            """;

    private final Process started;
    private final URI doors;

    private GatewayProcess(Process started, URI doors) {
        this.started = started;
        this.doors = doors;
    }

    /**
     * How to start it.
     *
     * @param directory holds configuration and database; starting there again goes on with the same conversations
     * @param tokenDelay pause of the simulator before each word of a stream
     * @param watcher a command in front of the gateway's own
     * @param environment what is added to this process's
     */
    record Launch(Path directory, String tokenDelay, List<String> watcher, Map<String, String> environment) {
        static Launch in(Path directory) {
            return new Launch(directory, "0ms", List.of(), Map.of());
        }

        Launch withTokenDelay(String delay) {
            return new Launch(directory, delay, watcher, environment);
        }

        Launch watchedBy(List<String> command) {
            return new Launch(directory, tokenDelay, command, environment);
        }

        Launch with(Map<String, String> variables) {
            return new Launch(directory, tokenDelay, watcher, variables);
        }
    }

    static GatewayProcess start(Path directory) throws IOException {
        return start(Launch.in(directory));
    }

    /** Waits until it serves. */
    static GatewayProcess start(Launch launch) throws IOException {
        Path config =
                Files.writeString(launch.directory().resolve("gateway.yaml"), CONFIG.formatted(launch.tokenDelay()));
        ProcessBuilder builder = new ProcessBuilder(command(launch.watcher(), config))
                .directory(launch.directory().toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        launch.directory().resolve("stderr.log").toFile()));
        builder.environment().putAll(launch.environment());
        Process process = builder.start();
        return new GatewayProcess(process, doors(process));
    }

    URI doors() {
        return doors;
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        gateway().destroyForcibly();
        ended();
    }

    /** As {@code kill -15}; waits for the end and returns the exit status. */
    int terminate() throws InterruptedException {
        terminateSoon();
        return ended();
    }

    /** As {@code kill -15}; returns at once. */
    void terminateSoon() {
        gateway().destroy();
    }

    /** Waits for the end; returns the exit status. */
    int ended() throws InterruptedException {
        if (!started.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the gateway did not end");
        }
        return started.exitValue();
    }

    @Override
    public void close() {
        gateway().destroyForcibly();
        started.destroyForcibly();
    }

    /** A watcher has the gateway as its child. */
    private ProcessHandle gateway() {
        return started.children().findFirst().orElse(started.toHandle());
    }

    private static List<String> command(List<String> watcher, Path config) {
        List<String> command = new ArrayList<>(watcher);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-jar");
        command.add(Path.of(System.getProperty("backstory.jar", "target/backstory.jar"))
                .toAbsolutePath()
                .toString());
        command.addAll(List.of("run", "--config", config.toString()));
        return command;
    }

    private static URI doors(Process process) throws IOException {
        StringBuilder welcome = new StringBuilder();
        byte[] some = new byte[1024];
        while (welcome.indexOf("What is my name?") < 0) {
            int read = process.getInputStream().read(some);
            if (read < 0) {
                throw new IOException("the gateway did not start:\n" + welcome);
            }
            welcome.append(new String(some, 0, read, StandardCharsets.UTF_8));
        }
        Matcher address = DOORS.matcher(welcome);
        if (!address.find()) {
            throw new AssertionError("no address in:\n" + welcome);
        }
        return URI.create(address.group(1));
    }
}
