package io.backstory.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.testing.FakeProvider;
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

    /** The text inside the brackets of {@code "messages":[...]}, exactly as it was received. */
    public static String messages(FakeProvider.Received request) {
        String body = request.body().toString();
        int from = body.indexOf("\"messages\":[") + "\"messages\":[".length();
        return body.substring(from, endOfArray(body, from));
    }

    private static int endOfArray(String body, int from) {
        int depth = 1;
        boolean inString = false;
        for (int i = from; ; i++) {
            char c = body.charAt(i);
            if (inString) {
                i += c == '\\' ? 1 : 0;
                inString = c != '"';
            } else if (c == '"') {
                inString = true;
            } else if (c == '[' || c == ']') {
                depth += c == '[' ? 1 : -1;
                if (depth == 0) {
                    return i;
                }
            }
        }
    }
}
