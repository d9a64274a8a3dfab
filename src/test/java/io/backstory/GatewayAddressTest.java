package io.backstory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstory.config.ConfigLoader;
import io.backstory.testing.Await;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator reads when a gateway cannot start. */
class GatewayAddressTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        Await.within(vertx.close());
    }

    @Test
    void names_the_address_of_the_doors_that_is_taken_and_what_moves_it() throws Exception {
        try (ServerSocket other = taken()) {
            String address = "127.0.0.1:" + other.getLocalPort();

            assertThatThrownBy(() -> start(address, "127.0.0.1:0"))
                    .hasMessageContainingAll("cannot listen on " + address, "server.listen", "BACKSTORY_LISTEN");
        }
    }

    @Test
    void names_the_address_of_management_that_is_taken_and_what_moves_it() throws Exception {
        try (ServerSocket other = taken()) {
            String address = "127.0.0.1:" + other.getLocalPort();

            assertThatThrownBy(() -> start("127.0.0.1:0", address))
                    .hasMessageContainingAll(
                            "cannot listen on " + address, "server.management", "BACKSTORY_MANAGEMENT");
        }
    }

    private static ServerSocket taken() throws Exception {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private Gateway start(String listen, String management) {
        String yaml =
                """
                version: 1
                server: {listen: '%s', management: '%s'}
                sessions: {store: {type: memory}}
                providers: {sim: {dialect: simulator, models: {m: {contextWindow: 8000, maxOutput: 1000}}}}
                routes: {default: {targets: [sim/m]}}
                """
                        .formatted(listen, management);
        return Await.within(
                Gateway.start(vertx, new ConfigLoader().parse("test", yaml).config()));
    }
}
