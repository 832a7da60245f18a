/**
 * The {@code sluice} command: the embedded stack, the replay driver, the loop that ties the modules together, and one
 * command per role. Everything else is a library to it.
 */
package io.sluice.app;
