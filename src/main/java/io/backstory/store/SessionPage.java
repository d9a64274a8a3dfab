package io.backstory.store;

import io.backstory.chat.Session;
import java.util.List;

/**
 * Sessions of one page.
 *
 * @param sessions without their turns: {@code version} tells how many there are
 */
public record SessionPage(List<Session> sessions, boolean hasMore) {
    public SessionPage {
        sessions = List.copyOf(sessions);
    }
}
