package io.backstory.dialect.thin;

import static java.util.Objects.requireNonNull;

import io.backstory.chat.Content;
import io.backstory.chat.Owners;
import io.backstory.chat.Role;
import io.backstory.chat.Session;
import io.backstory.chat.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing said in a stored turn, as the sessions API lists it.
 *
 * @param id names the item on every door and never changes
 * @param content what the item is made of; for a tool call and a tool result just that block
 * @param complete false for the last item of a reply that was cut short
 */
public record Item(String id, Turn turn, Type type, Role role, List<Content> content, boolean complete) {

    /** What an item is; the prefix begins its id. */
    public enum Type {
        MESSAGE("message", "msg_"),
        TOOL_CALL("toolCall", "fc_"),
        TOOL_RESULT("toolResult", "fco_"),
        REASONING("reasoning", "rs_");

        private final String word;
        private final String prefix;

        Type(String word, String prefix) {
            this.word = word;
            this.prefix = prefix;
        }

        String word() {
            return word;
        }

        String prefix() {
            return prefix;
        }

        static Type of(Content block) {
            if (block instanceof Content.ToolCall) {
                return TOOL_CALL;
            }
            if (block instanceof Content.ToolResult) {
                return TOOL_RESULT;
            }
            return block instanceof Content.Reasoning ? REASONING : MESSAGE;
        }
    }

    public Item {
        requireNonNull(id);
        requireNonNull(turn);
        requireNonNull(type);
        requireNonNull(role);
        content = List.copyOf(content);
    }

    /** Every item of the session, oldest first. */
    public static List<Item> of(Session session, Owners owners) {
        List<Item> items = new ArrayList<>();
        session.turns().forEach(turn -> items.addAll(new TurnItems(owners.of(turn.seq()), turn).all()));
        return items;
    }
}
