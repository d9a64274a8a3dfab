package io.backstory.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * What clients were told, against what is stored. Every message is sent once and with a text of its own, so that whatever
 * is lost, doubled, moved or half stored shows.
 */
final class Ledger {
    private final ConcurrentMap<String, Map<Integer, String>> acknowledged = new ConcurrentHashMap<>();
    private final Set<String> sessions = new ConcurrentSkipListSet<>();

    /** Before a message is sent. */
    void sending(String session) {
        sessions.add(session);
    }

    /** A complete answer came: turn {@code turn} of the session holds this message. */
    void acknowledged(String session, int turn, String message) {
        String other = acknowledged
                .computeIfAbsent(session, s -> new ConcurrentHashMap<>())
                .putIfAbsent(turn, message);
        if (other != null) {
            throw new AssertionError("turn " + turn + " of " + session + " was given to " + other + " and " + message);
        }
    }

    int size() {
        return acknowledged.values().stream().mapToInt(Map::size).sum();
    }

    /** Everything that is wrong with what is stored; empty is good. */
    List<String> violations(Client client) {
        List<String> found = new ArrayList<>();
        for (String session : sessions) {
            compare(session, client.items(session), found);
        }
        return found;
    }

    private void compare(String session, List<JsonNode> items, List<String> found) {
        Map<Integer, List<JsonNode>> turns = new TreeMap<>();
        items.forEach(item -> turns.computeIfAbsent(item.path("turn").asInt(), t -> new ArrayList<>())
                .add(item));
        int due = 1;
        Map<String, Integer> seen = new HashMap<>();
        for (Map.Entry<Integer, List<JsonNode>> turn : turns.entrySet()) {
            String place = session + " turn " + turn.getKey();
            if (turn.getKey() != due++) {
                found.add(place + " does not follow the one before");
            }
            if (turn.getValue().size() != 2
                    || !role(turn, 0).equals("user")
                    || !role(turn, 1).equals("assistant")) {
                found.add(place + " is not whole: " + turn.getValue());
            }
            Integer before = seen.put(text(turn.getValue().get(0)), turn.getKey());
            if (before != null) {
                found.add(place + " doubles turn " + before);
            }
        }
        acknowledged.getOrDefault(session, Map.of()).forEach((turn, message) -> {
            List<JsonNode> stored = turns.getOrDefault(turn, List.of());
            if (stored.isEmpty() || !text(stored.get(0)).equals(message)) {
                found.add(session + " turn " + turn + " was acknowledged as " + message + " and is " + stored);
            }
        });
    }

    private static String role(Map.Entry<Integer, List<JsonNode>> turn, int index) {
        return turn.getValue().get(index).path("role").asText();
    }

    private static String text(JsonNode item) {
        return item.at("/content/0/text").asText();
    }
}
