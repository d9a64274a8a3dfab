package io.backstory.history;

import io.backstory.history.Event.Row;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes synthetic histories, one sentence an event. Every turn is of session s of tenant acme unless told otherwise. */
final class Story {
    final History history = new History();
    private Place place = new Place("acme", "s");

    static String message(int number) {
        return Ids.message("acme", number);
    }

    /** The reply of call {@code number} to message {@code number}. */
    static String reply(int number) {
        return Ids.reply("r" + number, message(number));
    }

    Story in(String tenant, String session) {
        place = new Place(tenant, session);
        return this;
    }

    /** Message {@code number} leaves as operation {@code op}. */
    Story sent(long op, int number) {
        return sent(op, number, null);
    }

    Story sent(long op, int number, @Nullable String key) {
        String message = Ids.message(place.tenant(), number);
        return add(new Event.Sent(op, "client", place, message, key, "chat", false));
    }

    /** Call {@code number} is about message {@code number}; {@code before} are earlier calls about their messages. */
    Story asked(int number, int... before) {
        return asked(number, true, Arrays.stream(before).boxed().toList());
    }

    Story cut(int number, int... before) {
        return asked(number, false, Arrays.stream(before).boxed().toList());
    }

    private Story asked(int number, boolean whole, List<Integer> before) {
        String message = Ids.message(place.tenant(), number);
        return call(
                "r" + number,
                message,
                whole,
                before.stream()
                        .flatMap(n -> List.of(Ids.message(place.tenant(), n), "r" + n).stream())
                        .toList());
    }

    Story call(String call, String message, boolean whole, List<String> prompt) {
        return add(new Event.Asked(call, message, prompt, Ids.reply(call, message), whole));
    }

    Story answered(long op, int turn, int number) {
        return answered(op, turn, Ids.reply("r" + number, Ids.message(place.tenant(), number)), false);
    }

    Story answered(long op, int turn, String text, boolean replayed) {
        return add(new Event.Answered(op, turn, "resp_" + turn, text, replayed, Ids.tenantsIn(text)));
    }

    Story refused(long op) {
        return add(new Event.Refused(op, 502, "upstream_error"));
    }

    Story unclear(long op) {
        return add(new Event.Unclear(op, "connection closed"));
    }

    Story deleting(long op) {
        return add(new Event.Deleting(op, "client", place));
    }

    Story deleted(long op) {
        return add(new Event.Deleted(op));
    }

    /** A whole turn: message and call {@code number} become turn {@code before.length + 1}. */
    Story turn(int number, int... before) {
        return sent(number, number).asked(number, before).answered(number, before.length + 1, number);
    }

    /** The session shows exactly the turns of these messages. */
    Story shows(long op, int... numbers) {
        Row[] rows = new Row[numbers.length];
        for (int i = 0; i < rows.length; i++) {
            String message = Ids.message(place.tenant(), numbers[i]);
            rows[i] = new Row(i + 1, message, Ids.reply("r" + numbers[i], message), true);
        }
        return shows(op, rows);
    }

    Story shows(long op, Row... rows) {
        Set<String> tenants = Ids.tenantsIn(Arrays.toString(rows));
        return add(new Event.Scanning(op, "client", place)).add(new Event.Scanned(op, List.of(rows), tenants));
    }

    Story add(Event event) {
        history.add(event);
        return this;
    }
}
