/**
 * Campaigns that prove the gate: simulated decisions with known truth, counted. Knows the evaluator and what it judges; the
 * gate itself knows nothing of these.
 */
package io.sluice.app.bench.gate;
