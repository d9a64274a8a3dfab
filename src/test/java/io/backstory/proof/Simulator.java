package io.backstory.proof;

import io.backstory.testing.GatewayProcess;
import io.backstory.testing.GatewayProcess.Launch;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Starts gateways in front of the simulator and on SQLite. Starting again in the same directory goes on with the same
 * conversations.
 */
final class Simulator {
    private static final String CONFIG =
            """
            version: 1
            server: {listen: '127.0.0.1:0', management: '127.0.0.1:0', drainDelay: 0s, drain: 30s}
            sessions: {store: {type: sqlite, path: backstory.db}}
            providers:
              simulator: {dialect: simulator, tokenDelay: %s, models: {m: {contextWindow: 32000, maxOutput: 1000}}}
            routes: {default: {targets: [simulator/m]}}
            """;

    private Simulator() {}

    static GatewayProcess start(Path directory) throws IOException {
        return GatewayProcess.start(in(directory));
    }

    static Launch in(Path directory) throws IOException {
        return in(directory, "0ms");
    }

    /** @param tokenDelay pause before each word of a stream */
    static Launch in(Path directory, String tokenDelay) throws IOException {
        return Launch.configured(directory, CONFIG.formatted(tokenDelay));
    }
}
