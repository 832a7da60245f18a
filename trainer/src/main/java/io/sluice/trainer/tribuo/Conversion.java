package io.sluice.trainer.tribuo;

import java.util.Optional;

/** A learnt probability that a row converts. Immutable and safe for several threads. */
public interface Conversion {
    ConversionFamily family();

    /**
     * The probability among rows that are mixed as those it learnt from, in (0, 1).
     *
     * @param row the features' values in the order of the table's names; not-a-number where unknown
     */
    double probability(float[] row);

    /** Tribuo's provenance of the model, as text: data, trainer with every setting, versions, when it was trained. */
    String provenance();

    /**
     * The model in ONNX, over the inputs of {@link #inputs}; empty for families that Tribuo cannot export.
     *
     * @return output {@code output} holds the probability of not converting, then of converting
     */
    Optional<byte[]> onnx();

    /** What the ONNX model is fed for {@code row}, in the order of its inputs. */
    float[] inputs(float[] row);
}
