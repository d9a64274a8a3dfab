package io.backstory.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Where the gateway listens.
 *
 * @param listen the doors
 * @param management metrics and health
 * @param maxBodyBytes a larger request gets 413
 * @param drainDelay on SIGTERM: how long new turns are still taken, until whoever sends them has noticed
 * @param drain after that: how long running turns may still take
 */
public record ServerConfig(Address listen, Address management, long maxBodyBytes, Duration drainDelay, Duration drain) {
    public static final ServerConfig DEFAULT = new ServerConfig(
            new Address("127.0.0.1", 8080),
            new Address("127.0.0.1", 9090),
            4L << 20,
            Duration.ofSeconds(5),
            Duration.ofMinutes(2));

    /**
     * Host and port.
     *
     * @param host a name or an address, IPv6 without brackets
     * @param port 0 takes any free one
     */
    public record Address(String host, int port) {
        public Address {
            requireNonNull(host);
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
            }
        }

        /** Whether only this machine can reach it. */
        public boolean isLoopback() {
            return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.[0-9]{1,3}){3}");
        }

        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    public ServerConfig {
        requireNonNull(listen);
        requireNonNull(management);
        requireNonNull(drainDelay);
        requireNonNull(drain);
    }
}
