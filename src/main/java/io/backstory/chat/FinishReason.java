package io.backstory.chat;

/** Why the model stopped. */
public enum FinishReason {
    STOP,
    LENGTH,
    TOOL_CALLS,
    CONTENT_FILTER,
    /** The provider paused a long turn and wants the same conversation sent again. */
    PAUSED,
    CANCELLED
}
