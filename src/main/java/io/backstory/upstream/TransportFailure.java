package io.backstory.upstream;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Names what broke a connection. The texts are the gateway's own: those of the network name addresses. */
final class TransportFailure {

    private TransportFailure() {}

    static ChatException of(String provider, Throwable cause) {
        if (cause instanceof ChatException known) {
            return known;
        }
        Kind kind = kind(cause);
        return kind == Kind.INTERNAL_ERROR
                ? ChatException.from(cause)
                : new ChatException(kind, text(kind, provider), null, null, cause);
    }

    private static Kind kind(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return Kind.UPSTREAM_CONNECT_TIMEOUT;
        } else if (cause instanceof UnknownHostException) {
            return Kind.UPSTREAM_DNS;
        } else if (cause instanceof SSLException || cause.getCause() instanceof SSLException) {
            return Kind.UPSTREAM_TLS;
        } else if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return Kind.UPSTREAM_CONNECT;
        } else if (cause instanceof ConnectionPoolTooBusyException) {
            return Kind.OVERLOADED;
        }
        return brokenKind(cause);
    }

    /** Vert.x reports a closed connection and a reset stream as exceptions of its own without a common parent. */
    private static Kind brokenKind(Throwable cause) {
        if (cause instanceof DecoderException || cause instanceof IllegalArgumentException) {
            return Kind.UPSTREAM_MALFORMED;
        }
        boolean ofVertx = cause.getClass().getName().startsWith("io.vertx.core.");
        return ofVertx || cause instanceof IOException ? Kind.UPSTREAM_RESET : Kind.INTERNAL_ERROR;
    }

    private static String text(Kind kind, String provider) {
        return "Provider " + provider + " "
                + switch (kind) {
                    case UPSTREAM_CONNECT_TIMEOUT -> "did not accept a connection in time.";
                    case UPSTREAM_DNS -> "has a host name that cannot be resolved.";
                    case UPSTREAM_TLS -> "could not be reached: the TLS handshake failed.";
                    case UPSTREAM_CONNECT -> "could not be reached.";
                    case OVERLOADED -> "has too many calls waiting for a connection.";
                    case UPSTREAM_MALFORMED -> "sent what is no HTTP reply.";
                    default -> "closed the connection before its reply was complete.";
                };
    }
}
