/**
 * Who calls, and what they may do.
 *
 * <p>{@link io.backstory.access.ApiKeys} recognises a {@link io.backstory.access.Caller} by the key sent. It knows
 * no HTTP beyond the two header values it is given, and no text it makes ever holds a key.
 */
@NullMarked
package io.backstory.access;

import org.jspecify.annotations.NullMarked;
