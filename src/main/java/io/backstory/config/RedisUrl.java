package io.backstory.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Reads {@code redis://user:password@host:port}, or {@code rediss://} for TLS. What it refuses it does not repeat, as the
 * address may hold a password.
 */
record RedisUrl(String host, int port, boolean tls, String user, Secret password) {
    private static final int DEFAULT_PORT = 6379;
    private static final String EXPECTED =
            "The address of a Redis server is redis://host:port, or rediss://host:port for TLS.";

    static RedisUrl read(String text) throws Refused {
        URI url = parse(text);
        String scheme = String.valueOf(url.getScheme());
        if (!(scheme.equals("redis") || scheme.equals("rediss")) || url.getHost() == null) {
            throw new Refused(
                    EXPECTED, "A user and a password stand before the host, with %xx for other characters in them.");
        }
        if (url.getPort() == 0 || url.getPort() > 65_535) {
            throw new Refused("A port is a number from 1 to 65535.");
        }
        String path = String.valueOf(url.getRawPath());
        if (!(path.isEmpty() || path.equals("/") || path.equals("/0"))) {
            throw new Refused("Backstory uses database 0. Leave out what follows the port.");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new Refused("The address ends before the first ? or #.");
        }
        return of(url, scheme.equals("rediss"));
    }

    private static RedisUrl of(URI url, boolean tls) {
        String login = Optional.ofNullable(url.getUserInfo()).orElse("");
        int colon = login.indexOf(':');
        String user = colon < 0 ? login : login.substring(0, colon);
        Secret password = new Secret(colon < 0 ? "" : login.substring(colon + 1));
        String host = String.valueOf(url.getHost()).replaceAll("[\\[\\]]", "");
        return new RedisUrl(host, url.getPort() < 0 ? DEFAULT_PORT : url.getPort(), tls, user, password);
    }

    private static URI parse(String text) throws Refused {
        try {
            return new URI(text);
        } catch (URISyntaxException unreadable) {
            throw new Refused(EXPECTED);
        }
    }
}
