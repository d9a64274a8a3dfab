package io.backstory.chat;

/** What became of a stored turn. A failed turn is not a turn: nothing is stored for it. */
public enum TurnStatus {
    COMPLETED,
    /** The provider ended at a limit or a filter, or the client left and the turn was cut short. */
    INCOMPLETE,
    CANCELLED,
    /** The upstream broke; kept only on request and never part of a prompt. */
    PARTIAL,
    /** Content removed, place kept. */
    ERASED;

    /** What a turn is, given why its reply ended. */
    public static TurnStatus of(FinishReason finish) {
        return switch (finish) {
            case STOP, TOOL_CALLS, PAUSED -> COMPLETED;
            case LENGTH, CONTENT_FILTER -> INCOMPLETE;
            case CANCELLED -> TurnStatus.CANCELLED;
        };
    }
}
