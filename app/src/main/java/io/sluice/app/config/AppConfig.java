package io.sluice.app.config;

import io.sluice.evaluator.GatePolicy;
import io.sluice.featurepipeline.FeatureJobConfig;
import io.sluice.ingestion.IngestionConfig;
import io.sluice.ingestion.collector.CollectorConfig;
import io.sluice.registry.RegistryConfig;

/**
 * All settings, a section each. A class receives its section, never the whole.
 *
 * @param time how event time is divided
 * @param kafka the event log
 * @param collector the HTTP collector
 * @param ingestion what ingestion lets in
 * @param features how the feature job runs
 * @param trainer when models are retrained, and which compete
 * @param registry where the registry lives and how it is served
 * @param gate by which rules a candidate may replace the champion
 */
public record AppConfig(
        TimeConfig time,
        KafkaConfig kafka,
        CollectorConfig collector,
        IngestionConfig ingestion,
        FeatureJobConfig features,
        TrainerConfig trainer,
        RegistryConfig registry,
        GatePolicy gate) {
    public static final AppConfig DEFAULTS = new AppConfig(
            TimeConfig.DEFAULTS,
            KafkaConfig.DEFAULTS,
            CollectorConfig.DEFAULTS,
            IngestionConfig.DEFAULTS,
            FeatureJobConfig.DEFAULTS,
            TrainerConfig.DEFAULTS,
            RegistryConfig.DEFAULTS,
            GatePolicy.DEFAULTS);
}
