package io.backstory.store;

import org.jspecify.annotations.Nullable;

/**
 * Which sessions to list.
 *
 * @param limit 1..100
 * @param after id of the last session of the page before; null for the first page
 * @param newestFirst by last use
 */
public record PageRequest(int limit, @Nullable String after, boolean newestFirst) {
    public PageRequest {
        if (limit < 1 || limit > 100) {
            throw new IllegalArgumentException("a page has 1 to 100 sessions, not " + limit);
        }
    }
}
