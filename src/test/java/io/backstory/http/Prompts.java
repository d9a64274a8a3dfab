package io.backstory.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a provider was sent, as lines of {@code role: content}. */
public final class Prompts {
    private Prompts() {}

    public static List<String> openAi(JsonNode body) {
        List<String> lines = new ArrayList<>();
        body.at("/messages").forEach(message -> lines.add(message.at("/role").asText() + ": " + text(message)));
        return lines;
    }

    private static String text(JsonNode message) {
        JsonNode content = message.at("/content");
        return content.isTextual() ? content.asText() : content.toString();
    }
}
