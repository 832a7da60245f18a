package io.sluice.models;

/** Which items of one model's catalogue can be bought at the moment of the question. */
@FunctionalInterface
public interface StockMask {
    /** Everything can be bought. */
    StockMask ALL = item -> true;

    /** Whether the item with this index in the model's own catalogue can be bought. */
    boolean sellable(int item);
}
