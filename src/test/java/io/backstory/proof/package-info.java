/**
 * What the gateway promises, shown from outside on the jar users run: under strace, under SIGKILL and SIGTERM, and on a
 * disk that fails. {@code docs/reliability.md} says which promise is shown where, and how to let it run for longer.
 *
 * <p>{@link io.backstory.testing.GatewayProcess} is the jar, {@link io.backstory.proof.Client} one client on one connection,
 * {@link io.backstory.proof.Ledger} what clients were told against what is stored.
 */
@NullMarked
package io.backstory.proof;

import org.jspecify.annotations.NullMarked;
