package io.backstory.config;

import static java.util.Objects.requireNonNull;

import io.backstory.config.ServerConfig.Address;
import java.util.List;
import java.util.stream.Collectors;

/** Where the Redis that keeps the sessions is. */
public sealed interface RedisServers {

    /** For messages: without secrets. */
    @Override
    String toString();

    /** The one server there. */
    static RedisServers at(String host, int port) {
        return new Single(new Address(host, port));
    }

    /** One server, the primary. */
    record Single(Address address) implements RedisServers {
        public Single {
            requireNonNull(address);
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }

    /**
     * A primary and its replicas, of which Redis Sentinel makes another the primary when the first is gone.
     *
     * @param master what the Sentinels call them together
     * @param sentinels at least one
     * @param user of the Sentinels; empty for the default user
     * @param password of the Sentinels; empty when they want none
     */
    record Watched(String master, List<Address> sentinels, String user, Secret password) implements RedisServers {
        public Watched {
            requireNonNull(master);
            sentinels = List.copyOf(sentinels);
            if (sentinels.isEmpty()) {
                throw new IllegalArgumentException("there is no Sentinel to ask");
            }
            requireNonNull(user);
            requireNonNull(password);
        }

        @Override
        public String toString() {
            return sentinels.stream()
                    .map(Address::toString)
                    .collect(Collectors.joining(", ", "\"" + master + "\" of Sentinel ", ""));
        }
    }
}
