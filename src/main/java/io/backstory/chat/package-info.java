/**
 * The hub: the one conversation model that every door and every provider is translated to and from.
 *
 * <p>Read in this order: {@link io.backstory.chat.Message} and {@link io.backstory.chat.Content} (what is said),
 * {@link io.backstory.chat.Turn} and {@link io.backstory.chat.Session} (what is stored),
 * {@link io.backstory.chat.TurnRequest} (what a client asks), {@link io.backstory.chat.ChatRequest} (what a provider is
 * sent), {@link io.backstory.chat.ChatEvent} (what comes back, step by step), {@link io.backstory.chat.Answer} (what the
 * client is told), {@link io.backstory.chat.ChatException} (how any of it fails).
 *
 * <p>Plain Java: it knows no wire format, no HTTP, no store and no Vert.x.
 */
@NullMarked
package io.backstory.chat;

import org.jspecify.annotations.NullMarked;
