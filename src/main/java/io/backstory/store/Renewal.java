package io.backstory.store;

/** How {@link SessionStore#renew} ended. */
public enum Renewal {
    /** The lease has its full time again. */
    RENEWED,
    /** It has too, but somebody asked for the turn to be stopped. */
    STOP,
    /** Another turn took the session: the commit would be refused. */
    LOST
}
