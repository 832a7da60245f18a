package io.sluice.registry;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The regular files of a directory that is about to be registered. */
final class SourceTree {
    private SourceTree() {}

    /**
     * Lists the files as relative path ({@code /} between names) → real path.
     *
     * @throws IllegalArgumentException if the directory holds no files, a symbolic link, a special file or a name that
     *     could mean another place on some system
     */
    static SortedMap<String, Path> filesOf(Path directory) {
        SortedMap<String, Path> files = new TreeMap<>();
        try {
            Path root = directory.toRealPath();
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (!attributes.isRegularFile()) {
                        throw new IllegalArgumentException(
                                "only regular files can be registered, not links or devices: " + file);
                    }
                    files.put(nameOf(root.relativize(file)), file);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new RegistryFailure("cannot list " + directory, e);
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("there is no file to register in " + directory);
        }
        return files;
    }

    private static String nameOf(Path relative) {
        String name = StreamSupport.stream(relative.spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining("/"));
        requirePlain(name);
        return name;
    }

    /** @throws IllegalArgumentException if {@link #isPlain} does not hold */
    static void requirePlain(String name) {
        if (!isPlain(name)) {
            throw new IllegalArgumentException("a registered path may not hold '..', '\\', ':', '%' or control"
                    + " characters, got \"" + name + "\"");
        }
    }

    /** Whether a path means the same file below any directory on any system, also after decoding it as a URL. */
    static boolean isPlain(String name) {
        return name.matches("[^\\\\:%\\p{Cntrl}/]+(/[^\\\\:%\\p{Cntrl}/]+)*") && !name.matches("(.*/)?\\.{1,2}(/.*)?");
    }
}
