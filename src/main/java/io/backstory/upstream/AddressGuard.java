package io.backstory.upstream;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the host of a provider, refuses private addresses, and hands out the very address that was checked, so that a
 * name cannot point elsewhere between check and connect. The answer is kept for {@link #FRESH}; an address that refused
 * a connection is avoided next time if there is another.
 */
final class AddressGuard {
    static final Duration FRESH = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Endpoint endpoint;
    private final Resolver resolver;
    private volatile @Nullable Known known;
    private volatile @Nullable SocketAddress avoided;

    /** Looks a name up; may block. */
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** Where a provider is, and whether it may be inside. */
    record Endpoint(String provider, String host, int port, boolean allowPrivate) {}

    private record Known(SocketAddress address, long since) {}

    AddressGuard(Vertx vertx, Endpoint endpoint, Resolver resolver) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.resolver = resolver;
    }

    /** Completes on the caller's context with an address to connect to. */
    Future<SocketAddress> address() {
        Known kept = known;
        if (kept != null && System.nanoTime() - kept.since < FRESH.toNanos()) {
            return Future.succeededFuture(kept.address);
        }
        return vertx.executeBlocking(() -> resolver.resolve(endpoint.host()), false)
                .map(this::choose);
    }

    /** A connection to this address could not be made. */
    void refused(SocketAddress address) {
        avoided = address;
        known = null;
    }

    private SocketAddress choose(InetAddress[] found) {
        List<InetAddress> addresses = List.of(found);
        if (!endpoint.allowPrivate() && !addresses.stream().allMatch(PublicAddress::is)) {
            throw new ChatException(
                    Kind.UPSTREAM_CONNECT,
                    "Provider " + endpoint.provider()
                            + " has a private address, which its configuration does not allow.");
        }
        List<SocketAddress> choices =
                addresses.stream().map(this::socketAddress).toList();
        SocketAddress chosen = choices.stream()
                .filter(choice -> !choice.equals(avoided))
                .findFirst()
                .orElse(choices.get(0));
        known = new Known(chosen, System.nanoTime());
        return chosen;
    }

    /** By number, never by name, so that nothing resolves it again. */
    private SocketAddress socketAddress(InetAddress address) {
        return SocketAddress.inetSocketAddress(endpoint.port(), address.getHostAddress());
    }
}
