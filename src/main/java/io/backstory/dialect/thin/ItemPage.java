package io.backstory.dialect.thin;

import java.util.List;

/** Items of one page. */
public record ItemPage(List<Item> items, boolean hasMore) {
    public ItemPage {
        items = List.copyOf(items);
    }
}
