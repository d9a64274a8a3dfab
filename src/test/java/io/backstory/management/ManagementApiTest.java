package io.backstory.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.config.AuthConfig;
import io.backstory.config.GatewayConfig;
import io.backstory.config.LoggingConfig;
import io.backstory.config.RouteConfig;
import io.backstory.config.RouteConfig.HistoryConfig;
import io.backstory.config.RouteConfig.Target;
import io.backstory.config.ServerConfig;
import io.backstory.config.SessionsConfig;
import io.backstory.metrics.GatewayMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementApiTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final GatewayMetrics metrics = new GatewayMetrics(config());

    private Supplier<Future<Optional<String>>> store = () -> Future.succeededFuture(Optional.empty());
    private final Readiness readiness = new Readiness(() -> store.get());
    private int port;

    @BeforeEach
    void listen() {
        port = vertx.createHttpServer()
                .requestHandler(new ManagementApi(vertx, metrics, readiness::reasons).router())
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
    }

    @AfterEach
    void close() {
        vertx.close().await();
        metrics.close();
    }

    @Test
    void metrics_are_prometheus_text() throws Exception {
        HttpResponse<String> response = get("/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.body()).contains("# TYPE backstory_requests_total counter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/health/liveness"})
    void lives_whatever_the_store_does(String path) throws Exception {
        store = () -> Future.failedFuture("down");

        assertThat(get(path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/readyz", "/health/readiness"})
    void is_ready_when_it_serves_and_the_store_works(String path) throws Exception {
        readiness.serving();

        assertThat(get(path).statusCode()).isEqualTo(200);
        assertThat(get(path).body()).isEqualTo("{\"status\":\"ready\"}");
    }

    @Test
    void is_not_ready_before_the_doors_are_open() throws Exception {
        notReady("[\"starting\"]");
    }

    @Test
    void is_not_ready_while_it_drains() throws Exception {
        readiness.serving();
        readiness.draining();

        notReady("[\"draining\"]");
    }

    @Test
    void says_what_troubles_the_store() throws Exception {
        readiness.serving();
        store = () -> Future.succeededFuture(Optional.of("disk full"));

        notReady("[\"store: disk full\"]");
    }

    @Test
    void a_failing_check_is_a_reason_and_tells_no_detail() throws Exception {
        readiness.serving();
        store = () -> {
            throw new IllegalStateException("secret");
        };

        notReady("[\"store: the store does not answer\"]");
    }

    @Test
    void a_check_that_never_answers_is_a_reason() throws Exception {
        readiness.serving();
        store = () -> Promise.<Optional<String>>promise().future();

        notReady("[\"store: the store does not answer\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1/chat/completions", "/healthz/x", "/admin"})
    void any_other_path_is_a_404_in_json(String path) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.body()).isEqualTo("{\"error\":{\"code\":\"route_not_found\"}}");
    }

    @Test
    void nothing_can_be_posted() throws Exception {
        HttpResponse<String> response =
                send(request("/metrics").POST(BodyPublishers.noBody()).build());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.body()).contains("method_not_allowed");
    }

    private void notReady(String reasons) throws Exception {
        HttpResponse<String> response = get("/readyz");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("{\"status\":\"unavailable\",\"reasons\":" + reasons + "}");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    private static GatewayConfig config() {
        RouteConfig route = new RouteConfig("default", List.of(new Target("sim", "echo")), HistoryConfig.DEFAULT);
        return new GatewayConfig(
                ServerConfig.DEFAULT,
                AuthConfig.OPEN,
                Map.of(),
                Map.of("default", route),
                SessionsConfig.DEFAULT,
                LoggingConfig.DEFAULT);
    }
}
