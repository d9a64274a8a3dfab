package io.backstory.redis;

import java.util.HashMap;
import java.util.Map;

/** What a server tells of itself, from the text of {@code INFO}. */
record ServerFacts(Map<String, String> facts) {
    ServerFacts {
        facts = Map.copyOf(facts);
    }

    static ServerFacts of(String info) {
        Map<String, String> facts = new HashMap<>();
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.startsWith("#")) {
                facts.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        return new ServerFacts(facts);
    }

    String text(String name) {
        return facts.getOrDefault(name, "");
    }

    boolean has(String name) {
        return facts.containsKey(name);
    }

    int number(String name) {
        String digits = text(name);
        return digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : 0;
    }

    /** Whether the version is at least this; one that cannot be read is none. */
    boolean isAtLeast(int major, int minor) {
        String[] parts = text("redis_version").split("\\.", -1);
        if (parts.length < 2 || !parts[0].matches("[0-9]{1,4}") || !parts[1].matches("[0-9]{1,4}")) {
            return false;
        }
        int isMajor = Integer.parseInt(parts[0]);
        return isMajor > major || (isMajor == major && Integer.parseInt(parts[1]) >= minor);
    }
}
