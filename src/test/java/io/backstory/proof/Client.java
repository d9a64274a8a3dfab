package io.backstory.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.testing.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One client, which speaks HTTP/1.1 over one connection that it keeps. */
final class Client {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;

    Client(URI gateway) {
        this.gateway = gateway;
    }

    /** A turn at the native door; the answer is one JSON body. */
    Reply say(String session, String message) throws IOException, InterruptedException {
        String body = "{\"sessionId\":\"" + session + "\",\"newMessage\":\"" + message + "\"}";
        return new Reply(http.send(post("/v1/chat", body).build(), BodyHandlers.ofString()));
    }

    /** A turn at the native door, streamed. */
    Stream<String> stream(String session, String message) throws IOException, InterruptedException {
        String body = "{\"sessionId\":\"" + session + "\",\"newMessage\":\"" + message + "\",\"stream\":true}";
        return http.send(post("/v1/chat", body).build(), BodyHandlers.ofLines()).body();
    }

    /** A turn at the Chat Completions door, streamed. */
    Stream<String> complete(String session, String message) throws IOException, InterruptedException {
        String body = "{\"model\":\"default\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + message
                + "\"}]}";
        HttpRequest request = post("/v1/chat/completions", body)
                .header("x-session-id", session)
                .build();
        return http.send(request, BodyHandlers.ofLines()).body();
    }

    /** Every stored message of a session, oldest first; none when there is no session. */
    List<JsonNode> items(String session) {
        List<JsonNode> items = new ArrayList<>();
        JsonNode page;
        String after = "";
        do {
            page = page(session, after);
            page.path("data").forEach(items::add);
            after = "&after=" + page.path("lastId").asText();
        } while (page.path("hasMore").asBoolean());
        return items;
    }

    private JsonNode page(String session, String after) {
        URI uri = gateway.resolve("/v1/sessions/" + session + "/items?order=asc&limit=100" + after);
        try {
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
            return new Reply(http.send(request, BodyHandlers.ofString())).json();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private HttpRequest.Builder post(String path, String body) {
        return HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }
}
