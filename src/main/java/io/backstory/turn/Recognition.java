package io.backstory.turn;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backstory.chat.Attempt;
import io.backstory.chat.Bytes;
import io.backstory.chat.SessionRef;
import io.backstory.store.Idempotency;
import io.backstory.store.Idempotency.Mode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** By what a store recognises a request that is sent again: the client's key, or what is asked where it sent none. */
final class Recognition {
    private Recognition() {}

    /** Null when nothing is known that would tell a repetition from a new request. */
    static @Nullable Idempotency of(SessionRef session, Attempt attempt) {
        Bytes asked = attempt.fingerprint();
        if (asked.isEmpty()) {
            return null;
        }
        String key = attempt.key();
        if (key != null) {
            return new Idempotency(Mode.EXPLICIT, hash(session, "key", Bytes.utf8(key)), asked);
        }
        Mode mode = attempt.repeated() ? Mode.IMPLICIT_RETRY : Mode.IMPLICIT_FIRST;
        return new Idempotency(mode, hash(session, "body", asked), asked);
    }

    /** The {@code kind} keeps a key that looks like a fingerprint apart from one. */
    private static Bytes hash(SessionRef session, String kind, Bytes name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((session.tenant() + '\0' + session.id() + '\0' + kind + '\0').getBytes(UTF_8));
            return Bytes.wrap(digest.digest(name.unsafeArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
