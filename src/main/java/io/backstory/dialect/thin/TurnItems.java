package io.backstory.dialect.thin;

import io.backstory.chat.Content;
import io.backstory.chat.Message;
import io.backstory.chat.ResponseToken;
import io.backstory.chat.Role;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnStatus;
import java.util.ArrayList;
import java.util.List;

/** Takes a turn apart into items: each tool call, tool result and thought is one, what stands between them is another. */
final class TurnItems {
    private final Turn turn;
    private final String token;

    TurnItems(SessionRef session, Turn turn) {
        this.turn = turn;
        this.token = new ResponseToken(session.key(), turn.seq(), turn.nonce()).text();
    }

    List<Item> all() {
        List<Item> items = new ArrayList<>(items(turn.input(), "i"));
        List<Item> output = items(turn.output(), "");
        if (isCutShort() && !output.isEmpty()) {
            output.set(output.size() - 1, incomplete(output.get(output.size() - 1)));
        }
        items.addAll(output);
        return items;
    }

    private boolean isCutShort() {
        return turn.status() != TurnStatus.COMPLETED && turn.status() != TurnStatus.ERASED;
    }

    private List<Item> items(List<Message> messages, String side) {
        List<Item> items = new ArrayList<>();
        for (Message message : messages) {
            for (List<Content> blocks : groups(message.content())) {
                Item.Type type = Item.Type.of(blocks.get(0));
                String id = type.prefix() + token + side + items.size();
                items.add(new Item(id, turn, type, role(type, message), blocks, true));
            }
        }
        return items;
    }

    /** Neighbours that belong to one message stay together. */
    private static List<List<Content>> groups(List<Content> content) {
        List<List<Content>> groups = new ArrayList<>();
        Item.Type before = null;
        for (Content block : content) {
            Item.Type type = Item.Type.of(block);
            if (type != Item.Type.MESSAGE || before != Item.Type.MESSAGE) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(block);
            before = type;
        }
        return groups;
    }

    /** A result is the tool's word, whatever message of a wire format carried it. */
    private static Role role(Item.Type type, Message message) {
        return type == Item.Type.TOOL_RESULT ? Role.TOOL : message.role();
    }

    private static Item incomplete(Item item) {
        return new Item(item.id(), item.turn(), item.type(), item.role(), item.content(), false);
    }
}
