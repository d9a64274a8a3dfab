/**
 * Server-sent events, both ways, as bytes: {@link io.backstory.sse.SseDecoder} reads what a provider sends,
 * {@link io.backstory.sse.SseEncoder} frames what a client gets, {@link io.backstory.sse.SseEvent} is one event.
 *
 * <p>Source: the event-stream section of the WHATWG HTML standard. It knows neither JSON nor any dialect.
 */
@NullMarked
package io.backstory.sse;

import org.jspecify.annotations.NullMarked;
