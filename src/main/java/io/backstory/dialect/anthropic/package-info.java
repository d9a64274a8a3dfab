/**
 * The Messages format of Anthropic, towards the provider and towards clients.
 *
 * <p>{@link io.backstory.dialect.anthropic.AnthropicUpstream} writes calls and reads replies: start there, then
 * {@code Conversation} (turns to messages), {@code Blocks} (content to blocks), {@code StreamDecoder} and
 * {@code JsonDecoder}. {@link io.backstory.dialect.anthropic.AnthropicMessagesDoor} reads requests and writes replies:
 * {@code RequestReader}, {@code MessageReader}, {@code SseReplyEncoder}, {@code JsonReplyEncoder}.
 *
 * <p>It does no I/O and knows no other format.
 */
@NullMarked
package io.backstory.dialect.anthropic;

import org.jspecify.annotations.NullMarked;
