package io.backstory.turn;

import io.backstory.chat.ChatEvent;
import io.backstory.chat.Envelope;
import io.backstory.chat.Message;
import io.backstory.chat.Verbatim;
import org.jspecify.annotations.Nullable;

/** The provider's own JSON reply while it passes; of a stream, which comes in many pieces, nothing is kept. */
final class OwnBody {
    private @Nullable Verbatim body;
    private int pieces;

    void add(ChatEvent event) {
        if (event instanceof ChatEvent.Native own) {
            pieces++;
            body = pieces == 1 ? new Verbatim(own.dialect(), own.json()) : null;
        }
    }

    /** Null where there is none, or the message does not stand in it as it will be stored. */
    @Nullable
    Envelope around(Message message) {
        Verbatim whole = body;
        Verbatim part = message.verbatim();
        return whole == null || part == null
                ? null
                : Envelope.around(part, whole).orElse(null);
    }
}
