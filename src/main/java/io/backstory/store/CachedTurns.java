package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.chat.Content;
import io.backstory.chat.Envelope;
import io.backstory.chat.Message;
import io.backstory.chat.SessionSettings;
import io.backstory.chat.Tool;
import io.backstory.chat.Turn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The turns of one session as of {@code state}, in the near cache.
 *
 * @param contentBytes estimated size of the messages, kept along so that adding a turn costs only that turn
 */
record CachedTurns(BeginTurn.Cached state, List<Turn> turns, long contentBytes) {
    /** Objects, headers and references of a turn, and of a message or block, in bytes. */
    private static final int PER_TURN = 400;

    private static final int PER_PART = 64;

    CachedTurns {
        turns = List.copyOf(turns);
    }

    static CachedTurns of(List<Turn> turns, BeginTurn.Cached state) {
        return new CachedTurns(state, turns, bytes(turns));
    }

    /** The same turn objects with {@code newer} after them. */
    CachedTurns followedBy(List<Turn> newer, BeginTurn.Cached newState) {
        if (newer.isEmpty()) {
            return this;
        }
        List<Turn> all = new ArrayList<>(turns.size() + newer.size());
        all.addAll(turns);
        all.addAll(newer);
        return new CachedTurns(newState, all, contentBytes + bytes(newer));
    }

    /** After a commit of {@code committed}. */
    CachedTurns grown(List<Turn> committed) {
        return followedBy(
                committed,
                new BeginTurn.Cached(state.generation(), state.version() + committed.size(), state.revision()));
    }

    boolean isAt(Lease lease) {
        return state.generation() == lease.generation() && state.version() == lease.version();
    }

    /**
     * Estimated bytes: text at one byte a character (Latin-1 strings are stored so), raw JSON and rendered fragments at
     * their length, and a fixed sum for the objects around them. Fragments are rendered after an entry is made, so they
     * count from the session's next turn on.
     */
    int weight() {
        long bytes = PER_TURN + contentBytes;
        for (Turn turn : turns) {
            bytes += turn.fragments().size();
        }
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    private static long bytes(List<Turn> turns) {
        return turns.stream().mapToLong(CachedTurns::bytes).sum();
    }

    private static long bytes(Turn turn) {
        SessionSettings settings = turn.settings();
        return PER_TURN
                + messages(turn.input())
                + messages(turn.output())
                + length(turn.usage().raw())
                + envelope(turn.facts().envelope())
                + (settings == null ? 0 : settings(settings));
    }

    private static long envelope(@Nullable Envelope envelope) {
        return envelope == null
                ? 0
                : PER_PART + envelope.before().length() + envelope.after().length();
    }

    private static long settings(SessionSettings settings) {
        return messages(settings.instructions())
                + settings.tools().stream().mapToLong(CachedTurns::tool).sum();
    }

    private static long tool(Tool tool) {
        return PER_PART
                + length(tool.description())
                + length(tool.parameters())
                + (tool.verbatim() == null ? 0 : tool.verbatim().json().length());
    }

    private static long messages(List<Message> messages) {
        return messages.stream()
                .mapToLong(message -> PER_PART
                        + contents(message.content())
                        + (message.verbatim() == null
                                ? 0
                                : message.verbatim().json().length()))
                .sum();
    }

    private static long contents(List<Content> contents) {
        return contents.stream()
                .mapToLong(content -> PER_PART + content(content))
                .sum();
    }

    private static long content(Content content) {
        if (content instanceof Content.Text it) {
            return it.text().length();
        } else if (content instanceof Content.Attachment it) {
            return length(it.name()) + length(it.content());
        } else if (content instanceof Content.Media it) {
            return source(it.source());
        } else if (content instanceof Content.ToolCall it) {
            return it.arguments().length();
        } else if (content instanceof Content.ToolResult it) {
            return contents(it.content());
        } else if (content instanceof Content.Reasoning it) {
            return it.text().length() + length(it.signature());
        } else if (content instanceof Content.Opaque it) {
            return it.json().length();
        } else if (content instanceof Content.Refusal it) {
            return it.text().length();
        }
        throw new AssertionError("no size for " + content.getClass());
    }

    private static long source(Content.MediaSource source) {
        if (source instanceof Content.Base64Source it) {
            return it.data().length();
        } else if (source instanceof Content.UrlSource it) {
            return it.url().length();
        } else if (source instanceof Content.FileIdSource it) {
            return it.fileId().length();
        }
        throw new AssertionError("no size for " + source.getClass());
    }

    private static long length(@Nullable Bytes bytes) {
        return bytes == null ? 0 : bytes.length();
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
