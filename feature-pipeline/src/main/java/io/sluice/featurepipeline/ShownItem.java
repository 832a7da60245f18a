package io.sluice.featurepipeline;

/**
 * A shown item whose label is decided, on its way from the shopper's side to the item's side.
 *
 * @param dueMillis the item's side may answer when everything up to then has reached it
 * @param informedMillis see {@code Example.informedUntil}
 * @param revision 0 carries features; later ones change the label of an earlier one
 * @param features the first columns of {@code ExampleFeatures}; empty unless {@code revision} is 0
 */
public record ShownItem(
        String impressionId,
        String user,
        String session,
        String item,
        int position,
        long timeMillis,
        long dueMillis,
        long informedMillis,
        int revision,
        Stage stage,
        double weight,
        float[] features) {
    /** Names the example; the item comes with the key. */
    String example() {
        return user + '\n' + impressionId;
    }
}
