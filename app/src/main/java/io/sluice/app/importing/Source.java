package io.sluice.app.importing;

import java.nio.file.Path;
import java.util.function.Supplier;

/** One file of an import: how to open its rows, and what to make of them. */
record Source(Path file, Supplier<Rows> open, RowFeed.Reader reader) {
    static Source headed(Path file, RowFeed.Reader reader) {
        return new Source(file, () -> Rows.headed(file, ','), reader);
    }
}
