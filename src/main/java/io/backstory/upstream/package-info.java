/**
 * Talking to one provider.
 *
 * <p>{@link io.backstory.upstream.Upstream} sends a request and gives back a {@link io.backstory.upstream.ReplyStream}.
 * {@code HttpUpstream} does so over the network, {@code SimulatedUpstream} without one. Neither retries: that is
 * {@code routing}.
 */
@NullMarked
package io.backstory.upstream;

import org.jspecify.annotations.NullMarked;
