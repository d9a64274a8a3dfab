package io.backstory.chat;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stored conversation as of one moment.
 *
 * @param version seq of the newest committed turn, 0 when there is none yet
 * @param turns the committed turns, oldest first; the last one has seq {@code version}
 * @param expiresAt when it is removed unless used before
 * @param running whether a turn of it is being answered
 */
public record Session(
        SessionRef ref,
        int version,
        SessionSettings settings,
        List<Turn> turns,
        Instant createdAt,
        Instant lastUsedAt,
        @Nullable Instant expiresAt,
        boolean running) {
    public Session {
        requireNonNull(ref);
        requireNonNull(settings);
        turns = List.copyOf(turns);
        requireNonNull(createdAt);
        requireNonNull(lastUsedAt);
    }

    public Session withRunning(boolean isRunning) {
        return new Session(ref, version, settings, turns, createdAt, lastUsedAt, expiresAt, isRunning);
    }

    /** A committed turn. */
    public Optional<Turn> turn(int seq) {
        return turns.stream().filter(turn -> turn.seq() == seq).findFirst();
    }

    /** The cut in force: that of the newest turn. */
    public Cut cut() {
        return turns.isEmpty() ? Cut.NONE : turns.get(turns.size() - 1).cut();
    }

    /** Tool calls of the newest turn, which the next turn has to answer. */
    public List<Content.ToolCall> openToolCalls() {
        return turns.isEmpty() ? List.of() : turns.get(turns.size() - 1).toolCalls();
    }
}
