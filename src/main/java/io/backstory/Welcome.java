package io.backstory;

import io.backstory.config.AuthConfig.Mode;
import io.backstory.config.GatewayConfig;
import io.backstory.config.RouteConfig;
import io.backstory.config.ServerConfig.Address;
import io.backstory.config.SessionsConfig.StoreConfig;
import java.util.stream.Collectors;

/** What is said on start-up, in plain words: where it listens, what it serves, what to try. */
final class Welcome {
    private Welcome() {}

    static String of(GatewayConfig config, Gateway gateway, String source) {
        StringBuilder text = new StringBuilder();
        String doors = url(config.server().listen(), gateway.port());
        String management = url(config.server().management(), gateway.managementPort());
        text.append("Backstory ").append(BuildInfo.version()).append(" is running. Ctrl-C stops it.\n\n");
        line(text, "doors", doors);
        line(text, "OpenAI clients", "base URL " + doors + "/v1, and a header x-session-id: any id you choose");
        line(text, "management", management + "  (/metrics, /healthz, /readyz)");
        line(text, "configuration", source);
        line(text, "sessions", store(config.sessions().store()));
        line(text, "models", "");
        config.routes().values().forEach(route -> text.append(route(route)));
        text.append("\nTry it: the second answer knows what the first one said.\n\n");
        String key = config.auth().mode() == Mode.KEYS ? " -H \"x-api-key: $KEY\"" : "";
        text.append(curl(doors, key, "My name is Ada.")).append(curl(doors, key, "What is my name?"));
        return text.toString();
    }

    /** An address that a client on this machine can use, also where the gateway listens on every one. */
    static String url(Address listen, int port) {
        boolean everywhere = listen.host().equals("0.0.0.0") || listen.host().equals("::");
        return "http://" + new Address(everywhere ? "127.0.0.1" : listen.host(), port);
    }

    private static String route(RouteConfig route) {
        String targets = route.targets().stream().map(Object::toString).collect(Collectors.joining(", then "));
        return String.format("    %-12s %s%n", route.name(), targets);
    }

    static String store(StoreConfig store) {
        if (store instanceof StoreConfig.Sqlite sqlite) {
            return "SQLite, " + sqlite.path().toAbsolutePath();
        } else if (store instanceof StoreConfig.Redis redis) {
            return "Redis, " + redis.servers();
        }
        return "in memory only: gone when the gateway stops";
    }

    private static String curl(String doors, String key, String message) {
        return "  curl -s " + doors + "/chat -H 'content-type: application/json'" + key + " \\\n"
                + "    -d '{\"sessionId\": \"demo\", \"newMessage\": \"" + message + "\"}'\n";
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("  %-14s %s", name, value).stripTrailing()).append('\n');
    }
}
