package io.backstory.store;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import org.jspecify.annotations.Nullable;

/** Makes the one failure of a store. */
final class Unavailable {
    private Unavailable() {}

    static ChatException because(String reason) {
        return because(reason, null);
    }

    static ChatException because(String reason, @Nullable Throwable cause) {
        return new ChatException(Kind.STORE_UNAVAILABLE, reason, null, null, cause);
    }

    /** The failure itself where it already is one, else the general one, without the text of {@code cause}. */
    static ChatException from(Throwable cause) {
        return cause instanceof ChatException known ? known : because("The session store cannot be reached.", cause);
    }
}
