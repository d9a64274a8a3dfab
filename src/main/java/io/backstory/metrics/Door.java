package io.backstory.metrics;

/** The inbound API a request came through. */
public enum Door implements Label {
    CHAT,
    COMPLETIONS,
    RESPONSES,
    CONVERSATIONS,
    MESSAGES,
    SESSIONS,
    MODELS,
    /** A path no door owns. */
    OTHER
}
