/**
 * The configuration file: what it means, how it is read and how its mistakes are told.
 *
 * <p>{@link io.backstory.config.GatewayConfig} and the records below it are the meaning.
 * {@link io.backstory.config.ConfigLoader} makes them: {@code YamlTree} parses, {@code Section} and {@code Value} are
 * the view of the tree the readers share ({@code ServerReader}, {@code ProvidersReader}, {@code RoutesReader},
 * {@code AuthReader}, {@code SessionsReader}, {@code LoggingReader}), {@code Readings} are the kinds of value,
 * {@code Placeholders} brings in the environment, {@code Problems} collects. {@link io.backstory.config.ConfigReport}
 * is the text of it, {@code Redaction} keeps secrets out of it as {@link io.backstory.config.Secret} keeps them out of
 * logs. {@link io.backstory.config.DemoConfig} is the configuration without a file.
 *
 * <p>The file is the only source of truth. What is not understood is refused, never ignored. Nothing here opens a
 * connection or asks a name server.
 */
@NullMarked
package io.backstory.config;

import org.jspecify.annotations.NullMarked;
