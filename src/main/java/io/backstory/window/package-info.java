/**
 * What of a conversation is sent: how many tokens it has, which turns fit the budget and where the prompt begins.
 *
 * <p>Read in this order: {@link io.backstory.window.ContextWindow} (the plan), {@link io.backstory.window.WindowRequest}
 * and {@link io.backstory.window.Plan} (what goes in and what comes out), {@link io.backstory.window.WindowSettings} (the
 * budget), {@code Extent} (how large a prompt is, from the sums of the {@code Ledger}), {@code CutSearch} (the cut),
 * {@code Forms} (what a turn looks like in a prompt). Then counting: {@link io.backstory.window.Measurer} (bytes, without a
 * tokenizer), {@link io.backstory.window.TokenCounter} (the only user of JTokkit), {@link io.backstory.window.Family} (what
 * is known of a tokenizer beforehand), {@link io.backstory.window.Calibration} (what was learned since) and
 * {@link io.backstory.window.Booking} (what an answered turn teaches).
 *
 * <p>Planning is arithmetic on counts that turns carry; only new text is ever tokenised. Plain Java: it knows no
 * dialect, no store and no Vert.x.
 */
@NullMarked
package io.backstory.window;

import org.jspecify.annotations.NullMarked;
