/**
 * Wire formats. A dialect is pure: it reads and writes requests, replies, errors and streams, and does no I/O.
 *
 * <p>{@link io.backstory.dialect.UpstreamDialect} faces a provider, {@link io.backstory.dialect.DoorDialect} faces a
 * client; both translate to and from the hub of {@code chat}, never to each other. One sub-package a family.
 * {@link io.backstory.dialect.StrictJson} and {@link io.backstory.dialect.JsonWriter} are what they share.
 */
@NullMarked
package io.backstory.dialect;

import org.jspecify.annotations.NullMarked;
