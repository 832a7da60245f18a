package io.sluice.featurepipeline;

/** A shown item that was clicked, and may yet go into the cart or be bought. */
public record Taken(String impressionId, String item, long timeMillis, Stage stage, int revision) {
    Taken at(Stage later) {
        return new Taken(impressionId, item, timeMillis, later, revision + 1);
    }
}
