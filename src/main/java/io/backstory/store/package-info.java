/**
 * Where conversations are kept.
 *
 * <p>{@link io.backstory.store.SessionStore} is the one way in: begin a turn, commit it, abort it. Every implementation
 * passes the same contract test.
 *
 * <ul>
 *   <li>{@link io.backstory.store.SqliteSessionStore} is the default. {@code SqliteFiles} owns the files,
 *       {@code SqliteSchema} the tables, {@code SqliteWriter} the one writing thread with its group commit,
 *       {@code SqliteReaders} the snapshots. {@code SqliteTables} is how sessions and turns lie in the file.
 *   <li>{@link io.backstory.store.MemorySessionStore} forgets; {@code MemoryTables} is how they lie in memory.
 *   <li>What they mean is written once for both: {@code Lines} is what names stand for and branches show,
 *       {@code BeginLookup} a begin, {@code TurnCommit} a commit, {@code SessionDelete} a delete, {@code TurnFinder} the
 *       look for one turn, over {@code Rows}; {@code Leases} is who holds which session.
 *   <li>{@link io.backstory.store.RedisSessionStore} is for several gateways. {@code RedisSteps} are its scripts, the Lua
 *       files under {@code redis/}, with their arguments; each begins with {@code lines.lua}, which finds names' branches and
 *       branches' bases. {@code RedisReplies} is what they answer, {@code RedisTurn} and {@code RedisKeys} how it all lies
 *       in Redis, {@code RedisIndex} the lists, {@code RedisDeletion} and {@code RedisPurge} what ends sessions,
 *       {@code RedisGuard} what the server must be.
 *   <li>{@link io.backstory.store.NearCache} and {@link io.backstory.store.StoreBreaker} decorate a store.
 *   <li>{@code TurnCodec} is the stored form of a turn.
 * </ul>
 *
 * <p>The store knows turns and versions; it knows no wire format, no token budget and no provider.
 */
@NullMarked
package io.backstory.store;

import org.jspecify.annotations.NullMarked;
