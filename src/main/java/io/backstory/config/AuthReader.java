package io.backstory.config;

import io.backstory.config.AuthConfig.KeyConfig;
import io.backstory.config.AuthConfig.Mode;
import io.backstory.config.AuthConfig.TenantConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code auth} and checks that nobody is let in by mistake. */
final class AuthReader {
    private static final Pattern SHA_256 = Pattern.compile("[0-9A-Fa-f]{64}");

    private final Section auth;
    private final Collection<String> routes;
    private final Map<String, Place> tenantIds = new HashMap<>();
    private final Map<String, Place> keyIds = new HashMap<>();
    private final Map<String, Place> hashes = new HashMap<>();

    AuthReader(Section root, Collection<String> routes) {
        this.auth = root.section("auth", "mode", "openOnPurpose", "tenants");
        this.routes = routes;
    }

    /** @param written where the address is in the file, if it is */
    AuthConfig read(ServerConfig server, Optional<Value> written) {
        if (auth.names().isEmpty()) {
            refuseOpenDoor(server, written.map(Value::place).orElse(Place.START).withPath("auth"));
            return AuthConfig.OPEN;
        }
        boolean openOnPurpose = auth.read("openOnPurpose", false, Readings.flag());
        List<TenantConfig> tenants = tenants();
        Optional<Mode> mode = auth.require("mode", "mode is missing: keys, or none.")
                .flatMap(value -> value.read(Readings.choice(Mode.class)));
        mode.ifPresent(known -> check(known, openOnPurpose, server));
        return new AuthConfig(mode.orElse(Mode.KEYS), openOnPurpose, tenants);
    }

    private void check(Mode mode, boolean openOnPurpose, ServerConfig server) {
        if (mode == Mode.KEYS) {
            auth.require("tenants", "mode: keys needs tenants with keys, or nobody can call.");
            return;
        }
        if (auth.has("tenants")) {
            auth.error(
                    auth.placeOf("tenants"), "With mode: none no key is asked for. Use mode: keys, or remove tenants.");
        }
        if (!openOnPurpose) {
            refuseOpenDoor(server, auth.get("mode").place());
        }
    }

    private void refuseOpenDoor(ServerConfig server, Place place) {
        if (!server.listen().isLoopback()) {
            auth.error(
                    place,
                    "Anyone who can reach " + server.listen() + " could spend on your providers.",
                    "Use mode: keys, or listen on 127.0.0.1.");
        }
    }

    private List<TenantConfig> tenants() {
        List<TenantConfig> read = new ArrayList<>();
        Optional<Value> list = auth.find("tenants");
        list.filter(Value::isEmptyList).ifPresent(empty -> empty.error("At least one tenant is needed."));
        for (Value item : list.map(Value::items).orElse(List.of())) {
            Section tenant = Section.of(item, item.place(), "id", "keys", "routes");
            String id = id(tenant, Names.TENANT, tenantIds);
            read.add(new TenantConfig(id, keys(tenant), routes(tenant)));
        }
        return read;
    }

    private List<KeyConfig> keys(Section tenant) {
        Optional<Value> list = tenant.require("keys", "keys is missing: without one nobody can call as this tenant.");
        list.filter(Value::isEmptyList).ifPresent(empty -> empty.error("At least one key is needed."));
        List<KeyConfig> read = new ArrayList<>();
        for (Value item : list.map(Value::items).orElse(List.of())) {
            Section key = Section.of(item, item.place(), "id", "sha256");
            read.add(new KeyConfig(id(key, Names.KEY, keyIds), hash(key)));
        }
        return read;
    }

    private String hash(Section key) {
        Optional<Value> value = key.require("sha256", "sha256 is missing: the SHA-256 of the key, 64 hex digits.");
        String hash = value.flatMap(written -> written.read(AuthReader::sha256)).orElse("");
        if (!hash.isEmpty()) {
            refuseTwice(value.orElseThrow(), hash, hashes, "The same key");
        }
        return hash;
    }

    private static String sha256(String text) throws Refused {
        if (!SHA_256.matcher(text).matches()) {
            throw new Refused(
                    "The SHA-256 of the key is expected, 64 hex digits; never the key itself.",
                    "printf %s \"$KEY\" | sha256sum   prints it.");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static String id(Section section, Names names, Map<String, Place> seen) {
        Optional<Value> value = section.require("id", "id is missing.");
        String id = value.flatMap(written -> written.read(names::check)).orElse("");
        if (!id.isEmpty()) {
            refuseTwice(value.orElseThrow(), id, seen, "The same id");
        }
        return id;
    }

    private static void refuseTwice(Value value, String text, Map<String, Place> seen, String what) {
        Place first = seen.putIfAbsent(text, value.place());
        if (first != null) {
            value.error(what + " stands in line " + first.line() + " already.");
        }
    }

    private List<String> routes(Section tenant) {
        Optional<Value> list = tenant.find("routes");
        list.filter(Value::isEmptyList)
                .ifPresent(empty -> empty.error("Without a route the tenant can ask nothing. Omit routes for all."));
        Set<String> read = new LinkedHashSet<>();
        for (Value item : list.map(Value::items).orElse(List.of())) {
            item.read(text -> route(text, item.written()))
                    .filter(route -> !read.add(route))
                    .ifPresent(route -> item.error("This route stands in the list twice. Remove one."));
        }
        return List.copyOf(read);
    }

    private String route(String text, String written) throws Refused {
        if (routes.contains(text)) {
            return text;
        }
        throw new Refused(
                text.equals(written)
                        ? "There is no route called \"" + text + "\"." + Suggestion.didYouMean(text, routes)
                        : "The variable names no route.");
    }
}
