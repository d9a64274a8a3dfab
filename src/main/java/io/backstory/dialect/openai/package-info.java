/**
 * Chat Completions, the wire format of OpenAI and of the many servers that look like it.
 *
 * <p>Towards a provider: {@link io.backstory.dialect.openai.OpenAiChatUpstream} is the entrance; {@code ChatBodyWriter}
 * and {@code ChatMessageWriter} write a call, {@code ChatStreamDecoder} and {@code ChatJsonDecoder} read the reply through
 * {@code ChatBlocks}, which keeps the hub's order of events, and {@code ChatErrors} reads refusals.
 *
 * <p>Towards a client: {@link io.backstory.dialect.openai.OpenAiChatDoor} is the entrance; {@code ChatRequestReader},
 * {@code ChatMessageReader} and {@code ChatOptionsReader} read a request, {@code ChatStreamEncoder} and
 * {@code ChatJsonEncoder} write the reply, {@code ChatPatch} passes a provider's own bytes on under the gateway's name.
 *
 * <p>A message of this format is kept as its client or provider wrote it and spliced into later calls; what came from
 * another format is written from the typed blocks.
 */
@NullMarked
package io.backstory.dialect.openai;

import org.jspecify.annotations.NullMarked;
