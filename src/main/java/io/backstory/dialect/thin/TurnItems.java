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

/**
 * Takes a turn apart into items: each tool call, tool result and thought is one, what stands between them is another. An
 * erased one keeps its place in the count, so that the ids of the others stay what they are.
 */
final class TurnItems {
    private final Turn turn;
    private final String token;

    /** @param owner of the turn, which in a branch may be a base */
    TurnItems(SessionRef owner, Turn turn) {
        this.turn = turn;
        this.token = new ResponseToken(owner.key(), turn.seq(), turn.nonce()).text();
    }

    /**
     * Where an item stands in its turn.
     *
     * @param input whether among the input messages
     * @param message index of the message there
     * @param block index of its first block in the message; it has as many as the item
     */
    record Spot(Item item, boolean input, int message, int block) {

        /** Whether something is there still. */
        boolean isKept() {
            return !item.content().contains(Content.ERASED);
        }
    }

    List<Item> all() {
        List<Item> items = new ArrayList<>(kept(spots(turn.input(), true)));
        List<Item> output = kept(spots(turn.output(), false));
        items.addAll(output);
        if (isCutShort() && !output.isEmpty()) {
            items.set(items.size() - 1, incomplete(output.get(output.size() - 1)));
        }
        return items;
    }

    /** Every place, in order. */
    List<Spot> spots() {
        List<Spot> spots = new ArrayList<>(spots(turn.input(), true));
        spots.addAll(spots(turn.output(), false));
        return spots;
    }

    private static List<Item> kept(List<Spot> spots) {
        return spots.stream().filter(Spot::isKept).map(Spot::item).toList();
    }

    private boolean isCutShort() {
        return turn.status() != TurnStatus.COMPLETED && turn.status() != TurnStatus.ERASED;
    }

    private List<Spot> spots(List<Message> messages, boolean input) {
        List<Spot> spots = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            int block = 0;
            for (List<Content> blocks : groups(message.content())) {
                Item.Type type = Item.Type.of(blocks.get(0));
                String id = type.prefix() + token + (input ? "i" : "") + spots.size();
                Item item = new Item(id, turn, type, role(type, message), blocks, true);
                spots.add(new Spot(item, input, i, block));
                block += blocks.size();
            }
        }
        return spots;
    }

    /** Neighbours that belong to one message stay together. */
    private static List<List<Content>> groups(List<Content> content) {
        List<List<Content>> groups = new ArrayList<>();
        boolean open = false;
        for (Content block : content) {
            boolean joins = Item.Type.of(block) == Item.Type.MESSAGE && !block.equals(Content.ERASED);
            if (!joins || !open) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(block);
            open = joins;
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
