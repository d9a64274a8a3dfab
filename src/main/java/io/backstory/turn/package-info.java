/**
 * Answering one turn.
 *
 * <p>Start reading at {@link io.backstory.turn.TurnService}: begin, fit, ask, commit. {@link io.backstory.turn.NewInput}
 * finds what is new in a request, {@link io.backstory.turn.View} is what of the log a prompt may show,
 * {@link io.backstory.turn.RecordedReply} folds the provider's events into the message that is stored while they pass on
 * to the client. A {@link io.backstory.turn.ReplySink} is all this package knows of a client: no HTTP, no wire format.
 */
@NullMarked
package io.backstory.turn;

import org.jspecify.annotations.NullMarked;
