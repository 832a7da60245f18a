/**
 * Training: what a set to learn from is, and how each family of models learns from it. Knows nothing of the gate; Tribuo
 * stays inside.
 */
package io.sluice.trainer;
