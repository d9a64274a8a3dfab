package io.backstory.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client got. */
public record Reply(HttpResponse<String> http) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public int status() {
        return http.statusCode();
    }

    public String body() {
        return http.body();
    }

    public @Nullable String header(String name) {
        return http.headers().firstValue(name).orElse(null);
    }

    public JsonNode json() {
        return parse(body());
    }

    /** The text at a JSON pointer. */
    public String at(String pointer) {
        return json().at(pointer).asText();
    }

    /** The {@code data} of each event of a stream. */
    public List<String> events() {
        List<String> events = new ArrayList<>();
        for (String line : body().split("\n", -1)) {
            if (line.startsWith("data: ")) {
                events.add(line.substring("data: ".length()));
            }
        }
        return events;
    }

    public static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }
}
