/**
 * What of a conversation is sent: how many tokens it has, which turns fit the budget and where the prompt begins.
 *
 * <p>Read in this order: {@link io.backstory.window.ContextWindow} (the plan and the cut),
 * {@link io.backstory.window.WindowRequest} and {@link io.backstory.window.Plan} (what goes in and what comes out),
 * {@link io.backstory.window.WindowSettings} (the budget), {@link io.backstory.window.TokenCounter} (how texts, images
 * and tools become token counts, the only user of JTokkit).
 *
 * <p>Planning is arithmetic on counts that turns carry; only new text is ever tokenised. Plain Java: it knows no
 * dialect, no store and no Vert.x.
 */
@NullMarked
package io.backstory.window;

import org.jspecify.annotations.NullMarked;
