package io.backstory.testing;

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

/** The jar users run, as a process that can be watched, disturbed and ended. */
public final class GatewayProcess implements AutoCloseable {
    private static final Pattern DOORS = Pattern.compile("doors +(http://\\S+)");
    private static final Pattern MANAGEMENT = Pattern.compile("management +(http://\\S+)");
    private static final long PATIENCE_SECONDS = 60;

    private final Process started;
    private final String welcome;

    private GatewayProcess(Process started, String welcome) {
        this.started = started;
        this.welcome = welcome;
    }

    /**
     * How to start it.
     *
     * @param directory where it runs; what it says on stderr is added to {@code stderr.log} there
     * @param arguments of the command line
     * @param watcher a command in front of the gateway's own
     * @param environment what is added to this process's
     */
    public record Launch(
            Path directory, List<String> arguments, List<String> watcher, Map<String, String> environment) {

        /** The demo, on free ports. */
        public static Launch demo(Path directory) {
            Map<String, String> ports =
                    Map.of("BACKSTORY_LISTEN", "127.0.0.1:0", "BACKSTORY_MANAGEMENT", "127.0.0.1:0");
            return new Launch(directory, List.of(), List.of(), ports);
        }

        /** With a configuration, which has to ask for free ports itself. */
        public static Launch configured(Path directory, String yaml) throws IOException {
            Path config = Files.writeString(directory.resolve("gateway.yaml"), yaml);
            return new Launch(directory, List.of("run", "--config", config.toString()), List.of(), Map.of());
        }

        public Launch watchedBy(List<String> command) {
            return new Launch(directory, arguments, command, environment);
        }

        public Launch with(Map<String, String> variables) {
            return new Launch(directory, arguments, watcher, variables);
        }
    }

    public static GatewayProcess demo(Path directory) throws IOException {
        return start(Launch.demo(directory));
    }

    public static GatewayProcess configured(Path directory, String yaml) throws IOException {
        return start(Launch.configured(directory, yaml));
    }

    /** Waits until it serves. */
    public static GatewayProcess start(Launch launch) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(launch.watcher(), launch.arguments()))
                .directory(launch.directory().toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        launch.directory().resolve("stderr.log").toFile()));
        builder.environment().keySet().removeIf(name -> name.endsWith("_API_KEY"));
        builder.environment().putAll(launch.environment());
        Process process = builder.start();
        return new GatewayProcess(process, readWelcome(process));
    }

    /** Runs a command to its end. */
    public static Finished run(Path directory, String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "output", ".log");
        Process process = new ProcessBuilder(command(List.of(), List.of(arguments)))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Finished(process.exitValue(), Files.readString(output));
    }

    public record Finished(int status, String output) {}

    private static List<String> command(List<String> watcher, List<String> arguments) {
        List<String> command = new ArrayList<>(watcher);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-jar");
        command.add(Path.of(System.getProperty("backstory.jar", "target/backstory.jar"))
                .toAbsolutePath()
                .toString());
        command.addAll(arguments);
        return command;
    }

    private static String readWelcome(Process process) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] some = new byte[1024];
        while (text.indexOf("What is my name?") < 0) {
            int read = process.getInputStream().read(some);
            if (read < 0) {
                throw new IOException("the gateway did not start:\n" + text);
            }
            text.append(new String(some, 0, read, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    public String welcome() {
        return welcome;
    }

    public URI doors() {
        return find(DOORS);
    }

    public URI management() {
        return find(MANAGEMENT);
    }

    private URI find(Pattern pattern) {
        Matcher matcher = pattern.matcher(welcome);
        if (!matcher.find()) {
            throw new AssertionError("no address in:\n" + welcome);
        }
        return URI.create(matcher.group(1));
    }

    /** As {@code kill -9}; returns when it is dead. */
    public void kill() throws InterruptedException {
        gateway().destroyForcibly();
        ended();
    }

    /** Stops it in the middle of whatever it does, until {@link #resume}. */
    public void pause() throws IOException {
        signal("STOP");
    }

    public void resume() throws IOException {
        signal("CONT");
    }

    private void signal(String name) throws IOException {
        new ProcessBuilder("kill", "-" + name, Long.toString(gateway().pid()))
                .start()
                .onExit()
                .join();
    }

    /** As {@code kill -15}; waits for the end and returns the exit status. */
    public int terminate() throws InterruptedException {
        terminateSoon();
        return ended();
    }

    /** As {@code kill -15}; returns at once. */
    public void terminateSoon() {
        gateway().destroy();
    }

    /** Waits for the end; returns the exit status. */
    public int ended() throws InterruptedException {
        if (!started.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
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
}
