/**
 * The doors, as HTTP.
 *
 * <p>{@link io.backstory.http.HttpApi} is the route table. A request passes {@code RequestGate} (id, key, limits), then one
 * small handler; {@code TurnHandler} serves every door that answers turns, told apart only by its dialect; the handlers of
 * the sessions API are {@code SessionsHandler} (what is stored), {@code StoredTurnsHandler} (one turn again) and
 * {@code SessionChangesHandler}. A reply leaves
 * through a {@code ReplyChannel}: {@code JsonChannel} or {@code SseChannel}. {@code FailureHandler} is the one place where
 * an error becomes a response.
 */
@NullMarked
package io.backstory.http;

import org.jspecify.annotations.NullMarked;
