package io.backstory.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.SessionSettings;
import io.backstory.chat.Turn;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session without its turns, as the {@code summary} of {@code lines.lua} shows it. */
record RedisSummary(String tenant, List<byte[]> parts) {

    SessionRef ref() {
        return new SessionRef(tenant, text(0));
    }

    long generation() {
        return RedisKeys.number(text(1));
    }

    int version() {
        return Integer.parseInt(text(2));
    }

    /** Not committed yet, it was never used and has no end. */
    Session session(List<Turn> turns) {
        Instant born = time(3);
        boolean unborn = text(4).isEmpty();
        SessionSettings settings = text(6).isEmpty() ? SessionSettings.EMPTY : TurnCodec.settings(parts.get(6));
        return new Session(
                ref(),
                version(),
                settings,
                turns,
                born,
                unborn ? born : time(4),
                unborn ? null : time(5),
                text(7).equals("1"),
                lineage(),
                Long.parseLong(text(9)));
    }

    private Session.Lineage lineage() {
        return new Session.Lineage(base(), text(10).isEmpty() ? null : text(10), Integer.parseInt(text(8)));
    }

    private Session.@Nullable Base base() {
        return text(11).isEmpty()
                ? null
                : new Session.Base(new SessionRef(tenant, text(11)), Integer.parseInt(text(12)));
    }

    private Instant time(int index) {
        return Instant.ofEpochMilli(Long.parseLong(text(index)));
    }

    private String text(int index) {
        return new String(parts.get(index), UTF_8);
    }
}
