/**
 * The configuration file: {@link io.backstory.config.GatewayConfig} is what it means, {@code ConfigLoader} reads it and
 * reports all problems at once, {@link io.backstory.config.Secret} keeps keys out of every log.
 *
 * <p>The file is the only source of truth. What is not understood is refused, never ignored.
 */
@NullMarked
package io.backstory.config;

import org.jspecify.annotations.NullMarked;
