/**
 * What tests of several packages share.
 *
 * <p>{@link io.backstory.testing.FakeProvider} is a provider with a script; {@link io.backstory.testing.Replies} are the
 * ways it answers, well or badly; {@link io.backstory.testing.OpenAiReplies} and
 * {@link io.backstory.testing.AnthropicReplies} speak two real wire formats.
 */
@NullMarked
package io.backstory.testing;

import org.jspecify.annotations.NullMarked;
