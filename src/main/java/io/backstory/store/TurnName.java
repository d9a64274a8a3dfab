package io.backstory.store;

import io.backstory.chat.ResponseToken;
import io.backstory.chat.SessionRef;

/** How a caller names one turn. */
public sealed interface TurnName {

    /** By its number, a base's turn included, in what the session's name stands for. */
    record Numbered(SessionRef session, int seq) implements TurnName {}

    /** The one that runs, or else the newest, of what the session's name stands for. */
    record Newest(SessionRef session) implements TurnName {}

    /** By the token of its response id, wherever the name of its session has moved. */
    record Token(String tenant, ResponseToken token) implements TurnName {}
}
