/**
 * The registry over HTTP: MLflow's REST protocol, so that MLflow's clients work unchanged, and Sluice's own calls. Knows
 * the registry through its public types only; no path from a request reaches the file system.
 */
package io.sluice.registry.rest;
