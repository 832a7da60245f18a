package io.sluice.trainer.tribuo;

import java.util.List;
import java.util.Optional;
import org.tribuo.Model;
import org.tribuo.ONNXExportable;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;

/** A conversion classifier that asks Tribuo. */
final class TribuoConversion implements Conversion {
    private final ConversionFamily family;
    private final List<String> names;
    private final Model<Label> model;
    private final ConversionTrainer.Inputs inputs;
    private final String provenance;

    /** @param names of what {@code inputs} gives */
    TribuoConversion(
            ConversionFamily family,
            List<String> names,
            Model<Label> model,
            ConversionTrainer.Inputs inputs,
            String provenance) {
        this.family = family;
        this.names = names;
        this.model = model;
        this.inputs = inputs;
        this.provenance = provenance;
    }

    @Override
    public ConversionFamily family() {
        return family;
    }

    @Override
    public double probability(float[] row) {
        ArrayExample<Label> example =
                TableDataset.example(LabelFactory.UNKNOWN_LABEL, names.toArray(String[]::new), inputs.of(row));
        return model.predict(example)
                .getOutputScores()
                .get(ConversionTrainer.YES.getLabel())
                .getScore();
    }

    @Override
    public String provenance() {
        return provenance;
    }

    @Override
    public Optional<byte[]> onnx() {
        return model instanceof ONNXExportable exportable
                ? Optional.of(exportable.exportONNXModel("io.sluice", 1).toByteArray())
                : Optional.empty();
    }

    /** Ordered as Tribuo numbered the features: by name. */
    @Override
    public float[] inputs(float[] row) {
        float[] given = inputs.of(row);
        float[] ordered = new float[model.getFeatureIDMap().size()];
        for (int feature = 0; feature < given.length; feature++) {
            int id = model.getFeatureIDMap().getID(names.get(feature));
            if (id >= 0) {
                ordered[id] = given[feature];
            }
        }
        return ordered;
    }
}
