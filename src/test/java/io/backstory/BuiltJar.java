package io.backstory;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The jar users run, as a process of its own. */
final class BuiltJar implements AutoCloseable {
    private static final Pattern DOORS = Pattern.compile("doors +(http://\\S+)");
    private static final Pattern MANAGEMENT = Pattern.compile("management +(http://\\S+)");

    private final Process process;
    private final String welcome;

    private BuiltJar(Process process, String welcome) {
        this.process = process;
        this.welcome = welcome;
    }

    /** Starts the demo in {@code directory} on free ports and waits until it says that it runs. */
    static BuiltJar demo(Path directory) throws IOException {
        return start(directory);
    }

    /** The same with a configuration, which has to ask for free ports itself. */
    static BuiltJar configured(Path directory, String yaml) throws IOException {
        Path config = Files.writeString(directory.resolve("gateway.yaml"), yaml);
        return start(directory, "run", "--config", config.toString());
    }

    private static BuiltJar start(Path directory, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(arguments))
                .directory(directory.toFile())
                .redirectError(directory.resolve("stderr.log").toFile());
        builder.environment().keySet().removeIf(name -> name.endsWith("_API_KEY"));
        builder.environment().put("BACKSTORY_LISTEN", "127.0.0.1:0");
        builder.environment().put("BACKSTORY_MANAGEMENT", "127.0.0.1:0");
        Process process = builder.start();
        return new BuiltJar(process, readWelcome(process));
    }

    /** Runs a command to its end. */
    static Finished run(Path directory, String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "output", ".log");
        Process process = new ProcessBuilder(command(arguments))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Finished(process.exitValue(), Files.readString(output));
    }

    record Finished(int status, String output) {}

    String welcome() {
        return welcome;
    }

    URI doors() {
        return find(DOORS);
    }

    URI management() {
        return find(MANAGEMENT);
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }

    /** As {@code kill -15}; returns the exit status. */
    int terminate() throws InterruptedException {
        process.destroy();
        process.waitFor(30, TimeUnit.SECONDS);
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("backstory.jar", "target/backstory.jar")));
        command.addAll(List.of(arguments));
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

    private URI find(Pattern pattern) {
        Matcher matcher = pattern.matcher(welcome);
        if (!matcher.find()) {
            throw new AssertionError("no address in:\n" + welcome);
        }
        return URI.create(matcher.group(1));
    }
}
