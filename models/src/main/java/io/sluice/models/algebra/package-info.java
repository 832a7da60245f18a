/**
 * Dense single-precision algebra for factor models: the inner loops (on the JDK's Vector API where it is there, in plain
 * Java with the same results where not), least-squares solvers for rows, and blocked scoring of a catalogue. Knows
 * nothing of items, sessions or files.
 */
package io.sluice.models.algebra;
