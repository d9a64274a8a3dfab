package io.backstory.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.Content;
import io.backstory.dialect.ReplyDecoder;
import io.backstory.dialect.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Recorded requests, replies and streams, and what is read from them. */
final class Wire {
    private static final Path ROOT = Path.of("src/test/resources/wire");

    private Wire() {}

    static Bytes bytes(String file) {
        try {
            return Bytes.wrap(Files.readAllBytes(ROOT.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String file) {
        return StrictJson.tree(bytes(file));
    }

    /** Files of both folders whose names end so, relative to the root. */
    static Stream<String> files(String ending) {
        return Stream.of("openai-chat", "openai-compat").flatMap(folder -> list(folder, ending));
    }

    private static Stream<String> list(String folder, String ending) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files
                    .map(file -> folder + "/" + file.getFileName())
                    .filter(name -> name.endsWith(ending))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode tree(String json) {
        return StrictJson.tree(Bytes.utf8(json));
    }

    static List<ChatEvent> decode(boolean stream, byte[]... chunks) {
        ReplyDecoder decoder = new OpenAiChatUpstream().decoder(stream);
        List<ChatEvent> events = new ArrayList<>();
        for (byte[] chunk : chunks) {
            decoder.feed(chunk, events::add);
        }
        decoder.end(events::add);
        return events;
    }

    /** Decodes a stream of these data lines. */
    static List<ChatEvent> stream(String... data) {
        StringBuilder text = new StringBuilder();
        for (String line : data) {
            text.append("data: ").append(line).append("\n\n");
        }
        return decode(true, text.toString().getBytes(UTF_8));
    }

    /** A chunk whose first choice has this delta. */
    static String delta(String delta) {
        return "{\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}";
    }

    static String finish(String reason) {
        return "{\"id\":\"c1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason
                + "\"}]}";
    }

    static List<ChatEvent> withoutNative(List<ChatEvent> events) {
        return events.stream()
                .filter(event -> !(event instanceof ChatEvent.Native))
                .toList();
    }

    static ChatEvent.Finished finished(List<ChatEvent> events) {
        return (ChatEvent.Finished) events.get(events.size() - 1);
    }

    static <T extends ChatEvent> List<T> of(Class<T> type, List<ChatEvent> events) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    static <T extends Content> List<T> blocks(Class<T> type, List<ChatEvent> events) {
        return finished(events).message().content().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    static Bytes sentBack(List<ChatEvent> events) {
        return requireNonNull(finished(events).message().verbatim()).json();
    }
}
