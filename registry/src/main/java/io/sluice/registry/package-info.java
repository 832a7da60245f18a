/**
 * Model versions, their sealed files, verdicts, the promotion log and experiment runs, in one SQLite file and a
 * directory of content-addressed blobs; and {@link io.sluice.registry.ModelWatcher}, which follows an alias over HTTP.
 * Knows nothing of how models are trained, judged or loaded.
 */
package io.sluice.registry;
