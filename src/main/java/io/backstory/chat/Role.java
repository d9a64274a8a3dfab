package io.backstory.chat;

/** Who speaks in a {@link Message}. */
public enum Role {
    SYSTEM,
    DEVELOPER,
    USER,
    ASSISTANT,
    /** Answers to tool calls; one message may answer several parallel calls. */
    TOOL
}
