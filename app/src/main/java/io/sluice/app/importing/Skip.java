package io.sluice.app.importing;

/** Why an importer left a row out. */
public enum Skip {
    /** The time is empty or not in the format's form. */
    BAD_TIME,
    /** A number or a list cannot be read. */
    BAD_VALUE,
    /** The row names no item. */
    NO_ITEM,
    /** The row names no user. */
    NO_USER,
    /** The action is none that the format or the mapping knows. */
    UNKNOWN_ACTION,
    /** google-store: a purchase line that repeats the one with the revenue. */
    REPEATED_PURCHASE_LINE,
    /** A property of an item that Sluice has no field for. */
    UNUSED_PROPERTY
}
