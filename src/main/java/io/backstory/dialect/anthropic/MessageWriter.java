package io.backstory.dialect.anthropic;

import io.backstory.chat.Bytes;
import io.backstory.chat.Content;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.dialect.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/** Writes wire messages, joined by commas. */
final class MessageWriter {
    private static final String EMPTY = "[empty message]";

    private final boolean history;
    private final JsonWriter json = new JsonWriter(1024);

    /** @param history whether cache markers of the client are taken out */
    MessageWriter(boolean history) {
        this.history = history;
    }

    Bytes toBytes() {
        return json.toBytes();
    }

    /** Appends messages that are rendered already. */
    void append(Bytes messages) {
        json.raw(messages);
    }

    void splice(Bytes message) {
        json.raw(history ? CacheMarkers.strip(message) : message);
    }

    /**
     * Writes nothing for a message without content, which the provider refuses.
     *
     * @param endsPrompt the last message of a prompt must not end in white space
     */
    void assistant(List<Content> content, Blocks blocks, boolean endsPrompt) {
        List<Content> sent = endsPrompt ? withoutTrailingSpace(content) : content;
        if (!sent.isEmpty()) {
            json.object().name("role").value("assistant");
            json.name("content").array();
            blocks.write(sent, json);
            json.endArray().endObject();
        }
    }

    /** A run of messages that no assistant message interrupts. Those with tool results become one with its neighbours. */
    void users(List<Message> run) {
        if (run.stream().noneMatch(MessageWriter::hasResults)) {
            run.forEach(this::alone);
            return;
        }
        int end = run.size();
        while (end > 0 && run.get(end - 1).role() == Role.SYSTEM) {
            end--;
        }
        List<Message> users = run.subList(0, end);
        if (users.size() == 1 && isSpliceable(users.get(0))) {
            alone(users.get(0));
        } else {
            merged(users);
        }
        run.subList(end, run.size()).forEach(this::alone);
    }

    private static boolean hasResults(Message message) {
        return !message.toolResults().isEmpty();
    }

    private void alone(Message message) {
        Bytes verbatim = Wire.verbatim(message);
        if (verbatim != null && isSpliceable(message)) {
            splice(verbatim);
            return;
        }
        Blocks blocks = blocks(message);
        List<Content> sent = blocks.sendable(message);
        json.object().name("role").value("user").name("content");
        if (sent.size() > 1 || (sent.size() == 1 && !(sent.get(0) instanceof Content.Text))) {
            json.array();
            blocks.write(sent, json);
            json.endArray();
        } else {
            json.value(sent.isEmpty() ? EMPTY : ((Content.Text) sent.get(0)).text());
        }
        json.endObject();
    }

    private void merged(List<Message> users) {
        json.object().name("role").value("user").name("content").array();
        List<Message> others = new ArrayList<>();
        for (Message message : users) {
            if (hasResults(message) && isSpliceable(message)) {
                blocksOf(message);
            } else if (hasResults(message)) {
                split(message, others);
            } else {
                others.add(message);
            }
        }
        others.forEach(this::blocksOf);
        json.endArray().endObject();
    }

    /** Writes the results and keeps the rest of the message for later. */
    private void split(Message message, List<Message> others) {
        blocks(message).write(List.<Content>copyOf(message.toolResults()), json);
        List<Content> rest = new ArrayList<>(message.content());
        rest.removeIf(Content.ToolResult.class::isInstance);
        others.add(new Message(Role.USER, rest, null));
    }

    private void blocksOf(Message message) {
        Bytes verbatim = Wire.verbatim(message);
        if (verbatim != null && isSpliceable(message)) {
            Wire.blocks(history ? CacheMarkers.strip(verbatim) : verbatim).forEach(json::raw);
        } else {
            Blocks blocks = blocks(message);
            blocks.write(blocks.sendable(message), json);
        }
    }

    /** The client answers calls by the ids it was shown, which may have been another provider's. */
    private static boolean isSpliceable(Message message) {
        return Wire.verbatim(message) != null
                && message.toolResults().stream().allMatch(result -> ToolIds.isLegal(result.callId()));
    }

    private static Blocks blocks(Message message) {
        return new Blocks(false, Wire.verbatim(message) != null);
    }

    private static List<Content> withoutTrailingSpace(List<Content> content) {
        if (content.isEmpty() || !(content.get(content.size() - 1) instanceof Content.Text last)) {
            return content;
        }
        List<Content> trimmed = new ArrayList<>(content);
        trimmed.set(content.size() - 1, new Content.Text(last.text().stripTrailing()));
        return trimmed;
    }
}
