package io.sluice.featurepipeline;

/**
 * How far a source had read one partition when a checkpoint's barrier passed.
 *
 * @param partition as "topic-partition"
 * @param nextOffset the offset after the last record that went in
 */
public record SourceMark(String partition, long nextOffset) {}
