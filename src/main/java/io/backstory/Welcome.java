package io.backstory;

import io.backstory.config.GatewayConfig;
import io.backstory.config.RouteConfig;
import io.backstory.config.SessionsConfig.StoreConfig;
import java.util.stream.Collectors;

/** What is said on start-up, in plain words: where it listens, what it serves, what to try. */
final class Welcome {
    private Welcome() {}

    static String of(GatewayConfig config, Gateway gateway, String source) {
        StringBuilder text = new StringBuilder();
        String doors = "http://" + host(config.server().listen().host()) + ":" + gateway.port();
        text.append("Backstory ").append(BuildInfo.version()).append(" is running.\n\n");
        line(text, "doors", doors);
        line(
                text,
                "management",
                "http://" + config.server().management().host() + ":" + gateway.managementPort()
                        + "  (/metrics, /healthz, /readyz)");
        line(text, "configuration", source);
        line(text, "sessions", store(config.sessions().store()));
        line(text, "models", "");
        config.routes().values().forEach(route -> text.append(route(route)));
        text.append("\nTry it: the second answer knows what the first one said.\n\n");
        text.append(curl(doors, "My name is Ada.")).append(curl(doors, "What is my name?"));
        return text.toString();
    }

    private static String route(RouteConfig route) {
        String targets = route.targets().stream().map(Object::toString).collect(Collectors.joining(", then "));
        return String.format("    %-12s %s%n", route.name(), targets);
    }

    private static String store(StoreConfig store) {
        return store instanceof StoreConfig.Sqlite sqlite
                ? "SQLite, " + sqlite.path().toAbsolutePath()
                : "in memory only: gone when the gateway stops";
    }

    private static String curl(String doors, String message) {
        return "  curl -s " + doors + "/chat -H 'content-type: application/json' \\\n"
                + "    -d '{\"sessionId\": \"demo\", \"newMessage\": \"" + message + "\"}'\n";
    }

    /** An address a browser or curl on this machine can use. */
    private static String host(String listen) {
        return listen.equals("0.0.0.0") || listen.equals("::") ? "127.0.0.1" : listen;
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("  %-14s %s", name, value).stripTrailing()).append('\n');
    }
}
