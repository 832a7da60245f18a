/**
 * Settings: one record per section, read from a file, the environment and flags, each with a note of where it came from.
 * Knows the sections' records and nothing of what they steer.
 */
package io.sluice.app.config;
