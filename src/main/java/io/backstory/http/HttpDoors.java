package io.backstory.http;

import io.backstory.config.ServerConfig;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The public port, served by one server instance an event loop. */
public final class HttpDoors {
    private static final int MAX_HEADER_BYTES = 8 << 10;
    private static final int MAX_URI_BYTES = 4 << 10;

    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final HttpApi api;

    private HttpDoors(HttpApi api) {
        this.api = api;
    }

    /** Completes when every instance listens. */
    public static Future<HttpDoors> open(Vertx vertx, ServerConfig.Address address, HttpApi api) {
        HttpDoors doors = new HttpDoors(api);
        // Instances share a port they can name; a port that is chosen at random is known to one of them only.
        int instances = address.port() == 0 ? 1 : Runtime.getRuntime().availableProcessors();
        return vertx.deployVerticle(() -> doors.new Instance(address), new DeploymentOptions().setInstances(instances))
                .map(doors);
    }

    public int port() {
        return servers.get(0).actualPort();
    }

    /** Takes no new connections and requests, and completes when running requests are done, at the latest after {@code patience}. */
    public Future<Void> drain(Duration patience) {
        api.refuseNew();
        return Future.join(servers.stream()
                        .map(server -> server.shutdown(patience))
                        .toList())
                .mapEmpty();
    }

    private final class Instance extends VerticleBase {
        private final ServerConfig.Address address;

        Instance(ServerConfig.Address address) {
            this.address = address;
        }

        @Override
        public Future<?> start() {
            HttpServer server = api.serve(vertx.createHttpServer(options()));
            return server.listen(address.port(), address.host()).onSuccess(servers::add);
        }

        private static HttpServerOptions options() {
            return new HttpServerOptions()
                    .setTcpNoDelay(true)
                    .setHttp2ClearTextEnabled(false)
                    .setMaxHeaderSize(MAX_HEADER_BYTES)
                    .setMaxInitialLineLength(MAX_URI_BYTES)
                    .setHandle100ContinueAutomatically(true);
        }
    }
}
