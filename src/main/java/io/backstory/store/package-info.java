/**
 * Where conversations are kept.
 *
 * <p>{@link io.backstory.store.SessionStore} is the one way in: begin a turn, commit it, abort it. Every implementation
 * passes the same contract test.
 *
 * <ul>
 *   <li>{@link io.backstory.store.SqliteSessionStore} is the default. {@code SqliteFiles} owns the files,
 *       {@code SqliteSchema} the tables, {@code SqliteWriter} the one writing thread with its group commit,
 *       {@code SqliteReaders} the snapshots. {@code SqliteCommit}, {@code SqliteDelete} and {@code SqlitePurge} are what
 *       the writer does; {@code Leases} is who holds which session.
 *   <li>{@link io.backstory.store.RedisSessionStore} is for several gateways. {@code RedisSteps} are its scripts, the Lua
 *       files under {@code redis/}, with their arguments, {@code RedisReplies} what they answer, {@code RedisTurn} and
 *       {@code RedisKeys} how it all lies in Redis, {@code RedisGuard} what the server must be.
 *   <li>{@link io.backstory.store.MemorySessionStore} forgets.
 *   <li>{@link io.backstory.store.NearCache} decorates a store.
 *   <li>{@code TurnCodec} is the stored form of a turn.
 * </ul>
 *
 * <p>The store knows turns and versions; it knows no wire format, no token budget and no provider.
 */
@NullMarked
package io.backstory.store;

import org.jspecify.annotations.NullMarked;
