package io.sluice.featurepipeline;

/** A row of the table {@code examples} on its way: the shown item with all its features. */
public record ExampleRow(ShownItem shown, float[] features) {
    ExampleRow revised(ShownItem later) {
        return new ExampleRow(
                new ShownItem(
                        shown.impressionId(),
                        shown.user(),
                        shown.session(),
                        shown.item(),
                        shown.position(),
                        shown.timeMillis(),
                        later.dueMillis(),
                        later.informedMillis(),
                        later.revision(),
                        later.stage(),
                        shown.weight(),
                        new float[0]),
                features);
    }
}
