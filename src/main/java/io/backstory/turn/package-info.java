/**
 * Answering one turn.
 *
 * <p>Start reading at {@link io.backstory.turn.TurnService}: begin, fit, ask, commit. {@link io.backstory.turn.NewInput}
 * finds what is new in a request, {@link io.backstory.turn.View} is what of the log a prompt may show,
 * {@link io.backstory.turn.RecordedReply} folds the provider's events into the message that is stored while they pass on
 * to the client. {@code TurnQueue} lets turns of one session wait for each other, {@code LeaseKeeper} holds the session
 * meanwhile, {@code PatientCommit} stores the turn and {@code Refusals} says why it could not begin or be stored. What a
 * request that is sent again gets is {@code Recognition} and {@code Replay}; {@code Forking} begins on a branch,
 * {@code Interruption} stops, {@code Departures} decides for clients that left.
 *
 * <p>{@link io.backstory.turn.SessionChanges} is what happens to sessions without a turn: made, changed, forked, erased. A
 * {@link io.backstory.turn.ReplySink} is all this package knows of a client: no HTTP, no wire format.
 */
@NullMarked
package io.backstory.turn;

import org.jspecify.annotations.NullMarked;
