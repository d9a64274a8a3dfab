/**
 * What operators are told in numbers.
 *
 * <p>{@link io.backstory.metrics.GatewayMetrics} has one method for each thing that can happen; callers say what
 * happened, never how it is counted. The records and enums are its arguments; the {@code *Meters} classes hold the
 * meters of one part of the catalogue, {@link io.backstory.metrics.Family} all meters of one name. A label value is an
 * enum or passes through {@link io.backstory.metrics.Names}, so that clients cannot create time series.
 *
 * <p>The only package that knows Micrometer. It knows no HTTP and no store.
 */
@NullMarked
package io.backstory.metrics;

import org.jspecify.annotations.NullMarked;
