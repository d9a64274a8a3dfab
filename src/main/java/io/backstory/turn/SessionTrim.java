package io.backstory.turn;

import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Session;
import io.backstory.chat.Turn;
import io.backstory.config.LimitsConfig;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides which turns a session that has grown too large loses: the oldest tenth of its own, so that it happens rarely,
 * and on to the next turn a prompt may begin with. A session whose turns all hang together loses none.
 */
final class SessionTrim {
    private static final int PART = 10;

    private SessionTrim() {}

    /**
     * Seq of the oldest turn to keep, 0 when nothing is to be removed.
     *
     * @param newer the turns about to be stored. Their bytes are not known yet: what they add counts the next time
     */
    static int keepFrom(Session session, List<Turn> newer, LimitsConfig limits) {
        int first = session.lineage().first();
        int own = session.version() - first + 1 + newer.size();
        if (newer.isEmpty() || (own <= limits.maxTurns() && session.size() <= limits.maxBytes())) {
            return 0;
        }
        int from = first + Math.max((own + PART - 1) / PART, own - limits.maxTurns());
        return Stream.concat(session.turns().stream(), newer.stream())
                .filter(turn -> turn.seq() >= from && mayComeFirst(turn))
                .mapToInt(Turn::seq)
                .findFirst()
                .orElse(0);
    }

    /** A user speaks, and no result answers a call that would be gone. */
    private static boolean mayComeFirst(Turn turn) {
        for (Message message : turn.input()) {
            if (!message.toolResults().isEmpty()) {
                return false;
            }
        }
        return turn.inView()
                && turn.input().stream()
                        .filter(message -> message.role() != Role.SYSTEM && message.role() != Role.DEVELOPER)
                        .findFirst()
                        .filter(message -> message.role() == Role.USER)
                        .isPresent();
    }
}
