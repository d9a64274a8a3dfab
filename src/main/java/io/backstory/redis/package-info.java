/**
 * The one guarded way to Redis.
 *
 * <p>{@link io.backstory.redis.RedisScripts} runs Lua scripts and nothing else: every reply must carry the nonce that went
 * out with its call, or the request fails and all connections are closed. {@link io.backstory.redis.RedisServer} tells an
 * operator what the server lacks. {@code RedisPool} holds the connections, and follows the primary that {@code Sentinels}
 * names.
 *
 * <p>What the scripts do belongs to the rooms that bring them.
 */
@NullMarked
package io.backstory.redis;

import org.jspecify.annotations.NullMarked;
