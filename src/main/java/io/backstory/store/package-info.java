/**
 * Where conversations are kept.
 *
 * <p>{@link io.backstory.store.SessionStore} is the one way in: begin a turn, commit it, abort it. Every implementation
 * passes the same contract test. {@code NearCache} decorates a store, {@code TurnCodec} is the stored form of a turn.
 * The store knows turns and versions; it knows no wire format, no token budget and no provider.
 */
@NullMarked
package io.backstory.store;

import org.jspecify.annotations.NullMarked;
