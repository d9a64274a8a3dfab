package io.backstory.config;

import io.backstory.config.ServerConfig.Address;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code server}. */
final class ServerReader {
    private static final Pattern ADDRESS = Pattern.compile(
            "(?<host>[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}])?:(?<port>[0-9]{1,5})");

    private final Section server;

    ServerReader(Section root) {
        this.server = root.section("server", "listen", "management", "maxBodyBytes", "drainDelay", "drain");
    }

    ServerConfig read() {
        ServerConfig standard = ServerConfig.DEFAULT;
        ServerConfig config = new ServerConfig(
                server.read("listen", standard.listen(), ServerReader::address),
                server.read("management", standard.management(), ServerReader::address),
                server.read("maxBodyBytes", standard.maxBodyBytes(), Readings.bytes(1 << 10, 1 << 30)),
                server.read(
                        "drainDelay", standard.drainDelay(), Readings.duration(Duration.ZERO, Duration.ofMinutes(10))),
                server.read("drain", standard.drain(), Readings.duration(Duration.ZERO, Duration.ofHours(1))));
        checkManagement(config);
        return config;
    }

    /** Where the address of the doors is written, if it is. */
    Optional<Value> listen() {
        return server.find("listen");
    }

    private void checkManagement(ServerConfig config) {
        Address management = config.management();
        if (management.port() != 0 && management.port() == config.listen().port()) {
            server.error(
                    placeOfValue("management"),
                    "The doors listen on port " + management.port() + " too. Management needs a port of its own.");
        }
        if (!management.isLoopback()) {
            server.warning(
                    placeOfValue("management"),
                    "whoever can reach " + management + " reads metrics and health; never publish this port.");
        }
    }

    private Place placeOfValue(String key) {
        return server.find(key).map(Value::place).orElseGet(() -> server.placeOf(key));
    }

    static Address address(String text) throws Refused {
        Matcher parts = ADDRESS.matcher(text);
        if (!parts.matches() || parts.group("host") == null) {
            throw new Refused("An address is host:port, such as 127.0.0.1:8080 or 0.0.0.0:8080.");
        }
        int port = Integer.parseInt(parts.group("port"));
        if (port > 65_535) {
            throw new Refused("A port is a number from 0 to 65535.");
        }
        return new Address(parts.group("host").replaceAll("[\\[\\]]", ""), port);
    }
}
