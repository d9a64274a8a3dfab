/**
 * Talking to one provider.
 *
 * <p>{@link io.backstory.upstream.Upstream} sends a request and gives back a {@link io.backstory.upstream.ReplyStream}.
 * {@link io.backstory.upstream.HttpUpstream} does so over the network, with one {@code HttpCall} a call;
 * {@link io.backstory.upstream.SimulatedUpstream} without one. Both hand bytes to {@code DecodedReply}, where
 * back-pressure, limits and the order of events are kept, under the clock of {@code Deadlines}. Neither retries: that is
 * {@code routing}. {@link io.backstory.upstream.ObservedUpstream} reports calls to whoever counts them, and
 * {@link io.backstory.upstream.Upstreams} makes what the configuration asks for.
 */
@NullMarked
package io.backstory.upstream;

import org.jspecify.annotations.NullMarked;
