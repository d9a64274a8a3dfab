package io.backstory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstory.config.ConfigLoader;
import io.backstory.config.GatewayConfig;
import io.backstory.testing.Await;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that cannot start leaves nothing open behind it. */
class GatewayStartTest {
    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private ServerSocket taken;

    @BeforeEach
    void take_a_port() throws IOException {
        taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        taken.close();
        Await.within(vertx.close());
    }

    @Test
    void closes_the_store_when_the_management_port_is_taken() throws IOException {
        refuses(config(freePort(), taken.getLocalPort()));

        starts(config(0, 0));
    }

    @Test
    void closes_the_store_and_the_management_port_when_the_port_of_the_doors_is_taken() throws IOException {
        int management = freePort();

        refuses(config(taken.getLocalPort(), management));

        starts(config(0, management));
    }

    private void refuses(GatewayConfig config) {
        assertThatThrownBy(() -> Await.within(Gateway.start(vertx, config)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }

    private void starts(GatewayConfig config) {
        Gateway gateway = Await.within(Gateway.start(vertx, config));
        assertThat(gateway.port()).isPositive();
        Await.within(gateway.stop());
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private GatewayConfig config(int doors, int management) throws IOException {
        Path file = Files.writeString(
                directory.resolve("backstory.yaml"),
                """
                version: 1
                server: {listen: '127.0.0.1:%d', management: '127.0.0.1:%d'}
                sessions: {store: {type: sqlite, path: '%s'}}
                providers: {simulator: {dialect: simulator, models: {m: {contextWindow: 8000, maxOutput: 1000}}}}
                routes: {default: {targets: [simulator/m]}}
                """
                        .formatted(doors, management, directory.resolve("data/backstory.db")));
        return new ConfigLoader().load(file).config();
    }
}
