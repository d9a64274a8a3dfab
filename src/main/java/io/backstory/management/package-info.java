/**
 * The port for operators, apart from the doors so that a scrape never shares the serving path.
 *
 * <p>{@link io.backstory.management.ManagementApi} is the route table, {@link io.backstory.management.Readiness} knows
 * whether turns can be taken. Nothing here calls a provider: health checks run often, and model calls cost money.
 */
@NullMarked
package io.backstory.management;

import org.jspecify.annotations.NullMarked;
