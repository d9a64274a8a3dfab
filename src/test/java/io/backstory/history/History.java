package io.backstory.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The events of a run in the order of their happening. Any thread may add to it. */
final class History {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<Event> events = new ArrayList<>();
    private long operations;

    /** A number for the next operation. */
    synchronized long nextOperation() {
        return ++operations;
    }

    synchronized void add(Event event) {
        events.add(event);
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** One event a line; {@link #read} reads it back. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, events().stream().map(History::line).toList());
    }

    static History read(Path file) throws IOException {
        History history = new History();
        for (String line : Files.readAllLines(file)) {
            history.add(MAPPER.readValue(line, Event.class));
        }
        return history;
    }

    private static String line(Event event) {
        try {
            return MAPPER.writerFor(Event.class).writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
