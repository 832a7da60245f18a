package io.sluice.app.importing;

/** One row of a log. */
interface Line {
    /** The value of a column, or an empty text where the row or the log has none. */
    String get(String column);

    /** All of the row: two rows are duplicates if this is equal. */
    String content();
}
