package io.backstory.store;

import io.backstory.chat.Session;
import org.jspecify.annotations.Nullable;

/** Where in a conversation a turn is to begin. */
public sealed interface Place {

    /** After the newest turn of what the session's name stands for at the moment. */
    record Head() implements Place {}

    /**
     * After the newest turn of this very session, wherever its name has moved.
     *
     * @param base what the session branches from, if this is its first use: then the base's turns up to there must exist, and
     *     it begins with the base's settings. Turn 0 shares none. It need not be the owner of that turn, the store finds
     *     the owner. Null makes no branch
     */
    record Line(Session.@Nullable Base base) implements Place {}

    /**
     * After one answer, which is named by itself (chain mode). Where the answer is the head and nobody is answering it, the
     * turn goes there; else the outcome is {@code Fork}, and the turn begins again on {@code branch}.
     *
     * @param seq of the answer, one of the session's own turns that was not erased
     * @param nonce of the answer: another one names no turn
     * @param branch id the branch will have, if there is to be one; a repeated request is told the one it was told before
     */
    record After(int seq, long nonce, String branch) implements Place {}

    Place HEAD = new Head();
}
