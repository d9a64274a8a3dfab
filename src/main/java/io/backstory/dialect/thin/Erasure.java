package io.backstory.dialect.thin;

import io.backstory.chat.Content;
import io.backstory.chat.Message;
import io.backstory.chat.ResponseToken;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.dialect.thin.TurnItems.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is taken out of a session's turns with one item: the item, and the result of a call or the call of a result, since
 * neither means anything alone. A part of the pair that belongs to another session, as in a branch, stays there.
 *
 * @param replaced the turns that change, without what is to be forgotten
 * @param also ids of what goes along with the item
 */
public record Erasure(List<Turn> replaced, List<String> also) {
    private static final Pattern ID = Pattern.compile("(?:msg|fc|fco|rs)_([A-Za-z0-9_-]{38})i?[0-9]{1,9}");

    public Erasure {
        replaced = List.copyOf(replaced);
        also = List.copyOf(also);
    }

    /** The turn an item's id names; empty when it is no such id. */
    public static Optional<ResponseToken> turnOf(String itemId) {
        Matcher id = ID.matcher(itemId);
        return id.matches() ? ResponseToken.parse(id.group(1)) : Optional.empty();
    }

    /**
     * Empty when none of the turns has such an item, or has it no more.
     *
     * @param own the turns that belong to {@code owner}, oldest first
     */
    public static Optional<Erasure> of(SessionRef owner, List<Turn> own, String itemId) {
        List<Spot> spots = new ArrayList<>();
        own.forEach(turn -> spots.addAll(new TurnItems(owner, turn).spots()));
        for (int at = 0; at < spots.size(); at++) {
            if (spots.get(at).isKept() && spots.get(at).item().id().equals(itemId)) {
                return Optional.of(with(own, spots.get(at), partner(spots, at)));
            }
        }
        return Optional.empty();
    }

    private static Erasure with(List<Turn> own, Spot target, Optional<Spot> partner) {
        List<Spot> gone = new ArrayList<>(List.of(target));
        partner.ifPresent(gone::add);
        List<Turn> replaced = own.stream()
                .filter(turn -> gone.stream().anyMatch(spot -> isIn(spot, turn)))
                .map(turn -> without(turn, gone))
                .toList();
        return new Erasure(
                replaced, partner.map(spot -> List.of(spot.item().id())).orElse(List.of()));
    }

    /** The other half of a call and its result. Ids repeat in some models' replies, so the nearest one counts. */
    private static Optional<Spot> partner(List<Spot> spots, int at) {
        Content content = spots.get(at).item().content().get(0);
        if (content instanceof Content.ToolCall call) {
            return nearest(spots, at, 1, call.id());
        }
        return content instanceof Content.ToolResult result
                ? nearest(spots, at, -1, result.callId())
                : Optional.empty();
    }

    private static Optional<Spot> nearest(List<Spot> spots, int at, int step, String callId) {
        Item.Type own = spots.get(at).item().type();
        for (int i = at + step; i >= 0 && i < spots.size(); i += step) {
            Spot spot = spots.get(i);
            if (callId.equals(callOf(spot))) {
                return spot.item().type() == own ? Optional.empty() : Optional.of(spot);
            }
        }
        return Optional.empty();
    }

    /** Empty for what is neither a call nor a result. */
    private static String callOf(Spot spot) {
        Content content = spot.item().content().get(0);
        if (content instanceof Content.ToolCall call) {
            return call.id();
        }
        return content instanceof Content.ToolResult result ? result.callId() : "";
    }

    private static boolean isIn(Spot spot, Turn turn) {
        return spot.item().turn().seq() == turn.seq();
    }

    private static Turn without(Turn turn, List<Spot> gone) {
        List<Spot> here = gone.stream().filter(spot -> isIn(spot, turn)).toList();
        return turn.erased(without(turn.input(), here, true), without(turn.output(), here, false));
    }

    private static List<Message> without(List<Message> messages, List<Spot> gone, boolean input) {
        List<Message> rest = new ArrayList<>(messages);
        for (Spot spot : gone) {
            if (spot.input() == input) {
                rest.set(spot.message(), without(rest.get(spot.message()), spot));
            }
        }
        return rest;
    }

    /** One mark in the place of all blocks of the item; a message's form on a wire would still hold them. */
    private static Message without(Message message, Spot spot) {
        List<Content> content = new ArrayList<>(message.content());
        List<Content> blocks = content.subList(
                spot.block(), spot.block() + spot.item().content().size());
        blocks.clear();
        content.add(spot.block(), Content.ERASED);
        return new Message(message.role(), content, null);
    }
}
