package io.sluice.models;

import java.io.IOException;

/** A model that can write what distinguishes it from others of its family and catalogue. */
interface StoredModel extends Recommender {
    /** Everything but the family and the catalogue. */
    void write(FieldWriter out) throws IOException;
}
