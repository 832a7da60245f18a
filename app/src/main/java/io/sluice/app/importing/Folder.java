package io.sluice.app.importing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder (or single file) that an import reads. */
record Folder(Path path) {
    /** The file of this name, plain or with {@code .gz}, if it is there. */
    Optional<Path> find(String name) {
        return Stream.of(name, name + ".gz")
                .map(path::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /**
     * @throws IllegalArgumentException if the file is not there
     */
    Path need(String name) {
        return find(name)
                .orElseThrow(
                        () -> new IllegalArgumentException(path + " has neither " + name + " nor " + name + ".gz"));
    }

    /**
     * All files that end in one of {@code endings}, plain or with {@code .gz}, by name.
     *
     * @throws IllegalArgumentException if there is none
     */
    List<Path> all(String... endings) {
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            List<Path> found = files.filter(file -> Stream.of(endings)
                            .anyMatch(ending -> file.toString().endsWith(ending)
                                    || file.toString().endsWith(ending + ".gz")))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException(path + " has no file ending in " + String.join(" or ", endings));
            }
            return found;
        } catch (IOException broken) {
            throw new IllegalArgumentException("cannot list " + path, broken);
        }
    }

    static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read the size of " + file, broken);
        }
    }
}
