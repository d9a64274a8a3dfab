package io.backstory.store;

import java.util.List;

/**
 * How {@link SessionStore#delete} ended.
 *
 * @param existed whether there was such a session
 * @param branches ids of the branches that went with it
 */
public record Deletion(boolean existed, List<String> branches) {
    public Deletion {
        branches = List.copyOf(branches);
    }
}
