package io.backstory.upstream;

import static java.util.Objects.requireNonNull;

import io.backstory.chat.ChatRequest;
import io.backstory.chat.PromptCache;
import io.backstory.config.ProviderConfig;
import io.backstory.dialect.UpstreamDialect;
import io.backstory.dialect.WireRequest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/**
 * A provider behind HTTP/1.1. Every call goes to the configured origin, never through a redirect, and this class alone
 * attaches the credential. A call that finds {@link #MAX_WAITING} others waiting for a connection is refused.
 */
public final class HttpUpstream implements Upstream {
    static final int MAX_WAITING = 200;
    private static final int TLS_HANDSHAKE_SECONDS = 5;

    private final Vertx vertx;
    private final ProviderConfig config;
    private final UpstreamDialect dialect;
    private final URI baseUrl;
    private final AddressGuard guard;
    private final HttpClient client;
    private volatile boolean closed;

    /** The base URL must be set; its path is what request paths are appended to. */
    public HttpUpstream(Vertx vertx, ProviderConfig config, UpstreamDialect dialect) {
        this(vertx, config, dialect, InetAddress::getAllByName);
    }

    HttpUpstream(Vertx vertx, ProviderConfig config, UpstreamDialect dialect, AddressGuard.Resolver resolver) {
        this.vertx = vertx;
        this.config = config;
        this.dialect = dialect;
        baseUrl = requireNonNull(config.baseUrl(), "provider " + config.name() + " needs a base URL");
        guard = new AddressGuard(
                vertx,
                new AddressGuard.Endpoint(config.name(), baseUrl.getHost(), port(), config.allowPrivate()),
                resolver);
        client = vertx.createHttpClient(clientOptions(), poolOptions());
    }

    @Override
    public String dialect() {
        return dialect.name();
    }

    @Override
    public Future<ReplyStream> send(ChatRequest request) {
        Context context = vertx.getOrCreateContext();
        Promise<ReplyStream> reply = Promise.promise();
        Runnable start =
                () -> new HttpCall(this, context, dialect.write(cached(request)), request.stream()).start(reply);
        if (Vertx.currentContext() == context) {
            attempt(start, reply);
        } else {
            context.runOnContext(v -> attempt(start, reply));
        }
        return reply.future();
    }

    private ChatRequest cached(ChatRequest request) {
        PromptCache cache = request.cache();
        if (cache.key().isEmpty()) {
            return request;
        }
        PromptCache.Rule rule = CacheRule.of(config, request.target().model());
        return request.withCache(new PromptCache(rule, CacheRule.key(config, cache)));
    }

    @Override
    public Future<Void> close() {
        closed = true;
        return client.close();
    }

    private static void attempt(Runnable start, Promise<ReplyStream> reply) {
        try {
            start.run();
        } catch (RuntimeException e) {
            reply.tryFail(e);
        }
    }

    boolean isClosed() {
        return closed;
    }

    Vertx vertx() {
        return vertx;
    }

    ProviderConfig config() {
        return config;
    }

    UpstreamDialect spoken() {
        return dialect;
    }

    AddressGuard guard() {
        return guard;
    }

    HttpClient client() {
        return client;
    }

    /** The request for a checked address; the name stays in the Host header and is what the certificate must show. */
    RequestOptions options(SocketAddress address, WireRequest wire, boolean stream) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(address)
                .setHost(baseUrl.getHost())
                .setPort(port())
                .setSsl(isTls())
                .setURI(path(wire))
                .setFollowRedirects(false)
                .putHeader("content-type", "application/json")
                .putHeader("accept", stream ? "text/event-stream" : "application/json")
                .putHeader("accept-encoding", "identity")
                .putHeader("user-agent", "backstory");
        wire.headers().forEach(options::putHeader);
        if (config.apiKey() != null && !config.apiKey().isEmpty()) {
            dialect.authorization(config.apiKey().reveal()).forEach(options::putHeader);
        }
        return options;
    }

    private String path(WireRequest wire) {
        if (!wire.path().startsWith("/")) {
            throw new IllegalArgumentException("a request path begins with a slash");
        }
        String prefix = baseUrl.getRawPath() == null ? "" : baseUrl.getRawPath();
        return (prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix) + wire.path();
    }

    private boolean isTls() {
        return "https".equalsIgnoreCase(baseUrl.getScheme());
    }

    private int port() {
        return baseUrl.getPort() >= 0 ? baseUrl.getPort() : isTls() ? 443 : 80;
    }

    private HttpClientOptions clientOptions() {
        return new HttpClientOptions()
                .setMetricsName("provider-" + config.name())
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setUseAlpn(false)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setConnectTimeout(Math.max(1, (int) config.timeouts().connect().toMillis()))
                .setSslHandshakeTimeout(TLS_HANDSHAKE_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    }

    private PoolOptions poolOptions() {
        return new PoolOptions().setHttp1MaxSize(config.maxConnections()).setMaxWaitQueueSize(MAX_WAITING);
    }
}
