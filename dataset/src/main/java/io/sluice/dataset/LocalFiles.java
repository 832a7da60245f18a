package io.sluice.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.iceberg.Files;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/**
 * Iceberg's access to files on local disk. Iceberg's own {@code HadoopFileIO} would bring Hadoop's file systems, of which
 * a laptop needs none; an object store is configured by another class in this place. Made by reflection.
 */
public final class LocalFiles implements FileIO {
    private static final long serialVersionUID = 1;

    /** Called by Iceberg. */
    public LocalFiles() {}

    @Override
    public InputFile newInputFile(String path) {
        return Files.localInput(path);
    }

    @Override
    public OutputFile newOutputFile(String path) {
        try {
            // Iceberg's own creation fails when two writers create one day's directory at the same moment.
            java.nio.file.Files.createDirectories(Path.of(path).toAbsolutePath().getParent());
        } catch (IOException failed) {
            throw new UncheckedIOException("creating the directory of " + path, failed);
        }
        return Files.localOutput(path);
    }

    @Override
    public void deleteFile(String path) {
        try {
            java.nio.file.Files.deleteIfExists(Path.of(path));
        } catch (IOException failed) {
            throw new UncheckedIOException("deleting " + path, failed);
        }
    }
}
