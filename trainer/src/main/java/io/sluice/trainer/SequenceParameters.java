package io.sluice.trainer;

import io.sluice.models.SequenceNetwork;
import io.sluice.trainer.sequence.SequenceSettings;
import java.util.Map;

/** The parameters that every family with a sequence network has. */
final class SequenceParameters {
    static final Map<String, String> DEFAULTS = Map.of(
            "network-width", "96",
            "network-hidden", "32",
            "network-reach", "20",
            "network-epochs", "4",
            "network-learning-rate", "0.002",
            "network-batch", "256",
            "network-negatives", "1024",
            "network-negative-exponent", "0.5",
            "network-dropout", "0.25",
            "network-sharpness", "14");

    private SequenceParameters() {}

    static SequenceSettings settings(Parameters parameters) {
        return new SequenceSettings(
                new SequenceNetwork.Shape(
                        parameters.count("network-width"),
                        parameters.count("network-hidden"),
                        parameters.count("network-reach")),
                parameters.count("network-batch"),
                parameters.count("network-negatives"),
                parameters.share("network-negative-exponent"),
                parameters.share("network-dropout"),
                parameters.positive("network-sharpness"));
    }
}
