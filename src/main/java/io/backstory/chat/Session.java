package io.backstory.chat;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stored conversation as of one moment.
 *
 * @param ref the line itself, which a name may stand for without being it
 * @param version seq of the newest committed turn; in a branch without turns of its own that of its base, else 0
 * @param turns the committed turns, oldest first, in a branch those of its base first; the last one has seq {@code version}
 * @param expiresAt when it is removed unless used before
 * @param running whether a turn of it is being answered
 * @param lineage how it hangs together with other sessions
 * @param size stored bytes of its own turns
 */
public record Session(
        SessionRef ref,
        int version,
        SessionSettings settings,
        List<Turn> turns,
        Instant createdAt,
        Instant lastUsedAt,
        @Nullable Instant expiresAt,
        boolean running,
        Lineage lineage,
        long size) {
    public Session {
        requireNonNull(ref);
        requireNonNull(settings);
        turns = List.copyOf(turns);
        requireNonNull(createdAt);
        requireNonNull(lastUsedAt);
        requireNonNull(lineage);
    }

    /**
     * How a session hangs together with others.
     *
     * @param base where a branch comes from; null for a session that begins with its own first turn
     * @param currentBranch id of the branch that the session's name stands for; null when it stands for itself
     * @param first seq of the oldest turn kept in the session's own list: older ones belong to the base, or were trimmed
     */
    public record Lineage(@Nullable Base base, @Nullable String currentBranch, int first) {
        public static final Lineage ALONE = new Lineage(null, null, 1);
    }

    /**
     * The point a branch goes on from.
     *
     * @param session the one that owns the turn
     * @param turn seq of the last turn the branch shares with it
     */
    public record Base(SessionRef session, int turn) {}

    public Session withRunning(boolean isRunning) {
        return new Session(ref, version, settings, turns, createdAt, lastUsedAt, expiresAt, isRunning, lineage, size);
    }

    public Session withTurns(List<Turn> shown) {
        return new Session(ref, version, settings, shown, createdAt, lastUsedAt, expiresAt, running, lineage, size);
    }

    /** A committed turn. */
    public Optional<Turn> turn(int seq) {
        return turns.stream().filter(turn -> turn.seq() == seq).findFirst();
    }

    /** The cut in force: that of the newest turn. */
    public Cut cut() {
        return turns.isEmpty() ? Cut.NONE : turns.get(turns.size() - 1).cut();
    }

    /** Whether the next prompt would have the turn, as far as the cut decides it. */
    public boolean shows(Turn turn) {
        return turn.inView() && turn.seq() >= cut().from();
    }

    /** Tool calls of the newest turn, which the next turn has to answer. */
    public List<Content.ToolCall> openToolCalls() {
        return turns.isEmpty() ? List.of() : turns.get(turns.size() - 1).toolCalls();
    }
}
