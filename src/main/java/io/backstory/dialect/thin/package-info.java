/**
 * The native door: one call, one new message, no history.
 *
 * <p>{@link io.backstory.dialect.thin.ThinDoor} is the way in. Requests: {@code RequestReader} reads the body field by
 * field, with {@code Fields} and {@code JsonField} to check names and types, {@code ContentReader}, {@code MediaReader},
 * {@code ToolReader} and {@code OptionsReader} for the parts. Replies: {@link io.backstory.dialect.thin.AnswerJson} is the
 * reply object, written whole by {@code JsonReply} and after its pieces by {@code StreamReply}. Errors: {@code Problem}
 * (RFC 9457).
 *
 * <p>The sessions and models APIs speak the same language: {@link io.backstory.dialect.thin.SessionJson},
 * {@link io.backstory.dialect.thin.Item}, {@link io.backstory.dialect.thin.PageQuery},
 * {@link io.backstory.dialect.thin.ModelsJson}. Nothing here knows HTTP, a store or a provider.
 */
@NullMarked
package io.backstory.dialect.thin;

import org.jspecify.annotations.NullMarked;
