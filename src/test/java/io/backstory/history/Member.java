package io.backstory.history;

import io.backstory.testing.FaultProxy;
import io.backstory.testing.GatewayProcess;
import io.backstory.testing.GatewayProcess.Launch;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A gateway as a process of the built jar, with a bad network of its own to the provider. */
final class Member {
    private static final String CONFIG =
            """
            version: 1
            server: {listen: '127.0.0.1:0', management: '127.0.0.1:0', drainDelay: 0s, drain: 5s}
            auth: {mode: keys, tenants: [%s]}
            sessions: {store: %s}
            providers:
              echo:
                dialect: openai-chat
                baseUrl: http://127.0.0.1:%d/v1
                apiKey: none
                allowPrivate: true
                models: {echo-1: {contextWindow: 128000, maxOutput: 8000}}
            routes: {default: {targets: [echo/echo-1]}}
            logging: {level: warn}
            """;

    /** Starts soon and leaves the processors to others. */
    private static final Map<String, String> SMALL =
            Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m");

    private final Launch launch;
    private volatile GatewayProcess process;

    /** @param store as in the configuration */
    Member(Path directory, String store, FaultProxy provider) throws IOException {
        String yaml = CONFIG.formatted(tenants(), store, provider.port());
        this.launch =
                Launch.configured(Files.createDirectories(directory), yaml).with(SMALL);
        this.process = GatewayProcess.start(launch);
    }

    private static String tenants() {
        return Tenants.ALL.stream()
                .map(it -> "{id: %s, keys: [{id: %s, sha256: %s}]}".formatted(it, it, Tenants.sha256(it)))
                .collect(Collectors.joining(", "));
    }

    URI doors() {
        return process.doors();
    }

    /** What may befall a gateway by itself. */
    List<Trouble> troubles() {
        return List.of(
                new Trouble("gateway killed", 0, 500, () -> process.kill(), this::start),
                new Trouble("gateway terminated", 0, 500, this::terminate, this::start),
                new Trouble("gateway paused", 100, 4_000, () -> process.pause(), () -> process.resume()));
    }

    /** Its lease lasts 15 s. */
    Trouble longPause() {
        return new Trouble(
                "gateway paused beyond its lease", 16_000, 18_000, () -> process.pause(), () -> process.resume());
    }

    private void terminate() throws InterruptedException {
        int status = process.terminate();
        if (status != 0) {
            throw new AssertionError("a gateway ended with status " + status + " on SIGTERM");
        }
    }

    private void start() throws IOException {
        process = GatewayProcess.start(launch);
    }

    /** Everything it said. */
    String log() throws IOException {
        return Files.readString(launch.directory().resolve("stderr.log"));
    }

    void close() {
        process.close();
    }
}
