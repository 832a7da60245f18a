package io.sluice.featurepipeline;

import java.time.Duration;

/**
 * How the feature job runs. Section {@code features}.
 *
 * @param parallelism of the keyed part; at most the partitions of the clean topics
 * @param checkpointInterval how often tables are committed
 * @param sessionGap a pause of this length or more ends a session
 * @param futureSkew how far an event's time may lie after its arrival, as ingestion allows
 * @param labels how impressions become examples
 */
public record FeatureJobConfig(
        int parallelism, Duration checkpointInterval, Duration sessionGap, Duration futureSkew, LabelConfig labels) {
    public static final FeatureJobConfig DEFAULTS = new FeatureJobConfig(
            1, Duration.ofMillis(500), Duration.ofMinutes(30), Duration.ofMinutes(5), LabelConfig.DEFAULTS);

    public FeatureJobConfig {
        if (parallelism < 1) {
            throw new IllegalArgumentException("features.parallelism must be at least 1, got " + parallelism);
        }
        if (checkpointInterval.toMillis() < 100) {
            throw new IllegalArgumentException(
                    "features.checkpoint-interval must be at least 100 ms, got " + checkpointInterval);
        }
        if (sessionGap.isNegative() || sessionGap.isZero()) {
            throw new IllegalArgumentException("features.session-gap must be positive, got " + sessionGap);
        }
    }
}
