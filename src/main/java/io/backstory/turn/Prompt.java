package io.backstory.turn;

import io.backstory.chat.ChatRequest;
import io.backstory.chat.ReplyHead;
import io.backstory.routing.Route;
import io.backstory.routing.RoutedReply;

/** What is asked, and whom; {@link FittedTurn} with memory, {@link PassThrough} without. */
sealed interface Prompt permits FittedTurn, PassThrough {
    Route route();

    ChatRequest request();

    /** What the client is told before the first word. */
    ReplyHead head(RoutedReply reply);

    /** How the turn is stopped by its user, if anybody can name it. */
    default Interruption interruption() {
        return new Interruption();
    }
}
