package io.backstory.dialect.thin;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param limit 1..{@value #MAX_LIMIT}
 * @param after id of the last entry of the page before; null for the first page
 */
public record PageQuery(int limit, @Nullable String after, boolean newestFirst) {
    public static final int DEFAULT_LIMIT = 20;
    public static final int MAX_LIMIT = 100;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");

    /**
     * Reads the query of a request; null stands for what was not sent.
     *
     * @param newestFirst the order where none is asked for
     * @throws ChatException {@code INVALID_REQUEST} with the parameter at fault
     */
    public static PageQuery parse(
            @Nullable String limit, @Nullable String after, @Nullable String order, boolean newestFirst) {
        return new PageQuery(
                limit == null ? DEFAULT_LIMIT : limitOf(limit),
                after,
                order == null ? newestFirst : isDescending(order));
    }

    /**
     * The page out of all items.
     *
     * @throws ChatException {@code INVALID_CURSOR} when no item has the id {@code after}
     */
    public ItemPage page(List<Item> oldestFirst) {
        List<Item> ordered = new ArrayList<>(oldestFirst);
        if (newestFirst) {
            Collections.reverse(ordered);
        }
        int from = after == null ? 0 : placeOf(after, ordered) + 1;
        int to = Math.min(from + limit, ordered.size());
        return new ItemPage(ordered.subList(from, to), to < ordered.size());
    }

    private static int placeOf(String id, List<Item> items) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).id().equals(id)) {
                return i;
            }
        }
        throw new ChatException(
                Kind.INVALID_CURSOR, "after names no entry of this list: send the lastId of the page before.", "after");
    }

    private static int limitOf(String text) {
        int limit = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new ChatException(
                    Kind.INVALID_REQUEST, "limit must be an integer from 1 to " + MAX_LIMIT + ".", "limit");
        }
        return limit;
    }

    private static boolean isDescending(String order) {
        if (!order.equals("asc") && !order.equals("desc")) {
            throw new ChatException(Kind.INVALID_REQUEST, "order must be asc or desc.", "order");
        }
        return order.equals("desc");
    }
}
