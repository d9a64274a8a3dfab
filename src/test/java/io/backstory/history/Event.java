package io.backstory.history;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a run. An operation is a begin, such as {@link Sent}, and at most one end with the same
 * {@code op}: answered (it took effect), refused (it took none) or unclear. The place of an event in its history is its
 * time: a begin is noted before the request leaves, an end after the whole answer is here.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Sent.class, name = "sent"),
    @JsonSubTypes.Type(value = Event.Answered.class, name = "answered"),
    @JsonSubTypes.Type(value = Event.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = Event.Unclear.class, name = "unclear"),
    @JsonSubTypes.Type(value = Event.Silent.class, name = "silent"),
    @JsonSubTypes.Type(value = Event.Asked.class, name = "asked"),
    @JsonSubTypes.Type(value = Event.Deleting.class, name = "deleting"),
    @JsonSubTypes.Type(value = Event.Deleted.class, name = "deleted"),
    @JsonSubTypes.Type(value = Event.Scanning.class, name = "scanning"),
    @JsonSubTypes.Type(value = Event.Scanned.class, name = "scanned")
})
sealed interface Event {

    /** A try of a turn. Tries of one message share its id, and its key where there is one. */
    record Sent(long op, String client, Place place, String message, @Nullable String key, String door, boolean stream)
            implements Event {}

    /**
     * The turn was acknowledged.
     *
     * @param text the reply as the client was shown it
     * @param tenants whose canaries stood anywhere in the answer
     */
    record Answered(long op, int turn, String responseId, String text, boolean replayed, Set<String> tenants)
            implements Event {}

    /** Nothing was done. */
    record Refused(long op, int status, String code) implements Event {}

    /** It cannot be told whether anything was done. */
    record Unclear(long op, String why) implements Event {}

    /** A stream ended like a whole one, with neither a final marker nor an error. */
    record Silent(long op) implements Event {}

    /**
     * The provider was asked.
     *
     * @param call names the reply, unique in the run
     * @param message the newest user message
     * @param prompt ids of the messages before it: user messages by their id, replies by their call
     * @param reply the text of the whole reply
     * @param whole whether the provider sends it to its end
     */
    record Asked(String call, String message, List<String> prompt, String reply, boolean whole) implements Event {
        public Asked {
            prompt = List.copyOf(prompt);
        }
    }

    record Deleting(long op, String client, Place place) implements Event {}

    record Deleted(long op) implements Event {}

    record Scanning(long op, String client, Place place) implements Event {}

    /** What the items of a session show; no rows when there is no such session. */
    record Scanned(long op, List<Row> rows, Set<String> tenants) implements Event {
        public Scanned {
            rows = List.copyOf(rows);
        }
    }

    /**
     * A stored turn.
     *
     * @param message id of the user message, null when there is none
     * @param text the reply, null when there is none
     * @param complete whether it is marked as a whole reply
     */
    record Row(int turn, @Nullable String message, @Nullable String text, boolean complete) {}
}
