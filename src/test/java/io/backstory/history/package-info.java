/**
 * Checks from outside that no acknowledged turn is lost, doubled, mixed up or shown to someone else.
 *
 * <p>Whoever drives gateways writes a {@code History} of {@code Event}s; {@code HistoryCheck} reads it and names every {@code Violation}.
 * {@code Timeline} puts the events in order for the rules: {@code AnswerRules}, {@code PromptRules}, {@code ChainRules},
 * {@code StoreRules} and {@code KeyRules}.
 */
@NullMarked
package io.backstory.history;

import org.jspecify.annotations.NullMarked;
