package io.backstory.config;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a configuration file and finds everything that is wrong with it in one go.
 *
 * <p>The format is YAML 1.2, one document. Keys that are not known are refused at every level. A value may refer to the
 * environment, see {@code Placeholders}; {@code apiKey} may also be {@code file:/path}.
 */
public final class ConfigLoader {
    private static final int LARGEST = 1 << 20;

    private final Environment environment;

    public ConfigLoader() {
        this(Environment.SYSTEM);
    }

    public ConfigLoader(Environment environment) {
        this.environment = environment;
    }

    /** Throws {@link ConfigException} when the file cannot be read or used. */
    public LoadedConfig load(Path file) {
        return parse(file.toString(), read(file));
    }

    /**
     * The same for a text.
     *
     * @param file what the reports call it
     */
    public LoadedConfig parse(String file, String text) {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Problems problems = new Problems(file, plain);
        @Nullable Node node = new YamlTree(plain, problems).read();
        problems.refuse();
        Value.Scope scope = new Value.Scope(environment, new Placeholders(environment), problems);
        return config(new Value(Place.START, requireNonNull(node), scope));
    }

    private static LoadedConfig config(Value file) {
        Problems problems = file.scope().problems();
        Section root = Section.of(
                file, Place.START, "version", "server", "auth", "providers", "routes", "sessions", "logging");
        root.require("version", "version is missing. Write version: 1.")
                .ifPresent(version -> version.read(ConfigLoader::version));
        ServerReader serverReader = new ServerReader(root);
        ServerConfig server = serverReader.read();
        Section written = root.namedSection("providers");
        Map<String, ProviderConfig> providers = new ProvidersReader(written).read();
        RoutesReader routesReader = new RoutesReader(root, written, providers);
        Map<String, RouteConfig> routes = routesReader.read();
        AuthConfig auth = new AuthReader(root, routesReader.names()).read(server, serverReader.listen());
        SessionsConfig sessions = new SessionsReader(root, server).read();
        LoggingConfig logging = LoggingReader.read(root);
        problems.refuse();
        return new LoadedConfig(
                new GatewayConfig(server, auth, providers, routes, sessions, logging), problems.warnings());
    }

    private static Optional<Integer> version(String text) throws Refused {
        if (!text.equals("1")) {
            throw new Refused("This gateway reads version 1 of the configuration.");
        }
        return Optional.of(1);
    }

    private String read(Path file) {
        try {
            byte[] bytes = environment.file(file, LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw unreadable(file, "The file is larger than 1 MiB.");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw unreadable(file, "The file is not UTF-8 text.");
        } catch (NoSuchFileException missing) {
            throw unreadable(file, "There is no such file.");
        } catch (IOException failure) {
            throw unreadable(file, "The file cannot be read.");
        }
    }

    private static ConfigException unreadable(Path file, String why) {
        Place nowhere = Place.WHOLE_FILE;
        Problem problem = new Problem(nowhere.line(), nowhere.column(), nowhere.width(), "", "", List.of(why));
        return new ConfigException(file.toString(), List.of(problem), List.of());
    }
}
