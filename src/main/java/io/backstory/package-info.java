/**
 * The composition root: {@link io.backstory.Main} reads the command line, {@code Gateway} wires the rooms together, starts
 * them and drains them.
 */
@NullMarked
package io.backstory;

import org.jspecify.annotations.NullMarked;
