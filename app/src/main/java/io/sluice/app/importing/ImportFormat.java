package io.sluice.app.importing;

import io.sluice.simulator.Delivery;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;

/** The layouts of event logs that Sluice reads; files may be plain or gzipped. */
public enum ImportFormat {
    /** {@code events.csv, impressions.csv, inventory.csv}, each sorted by {@code ts} (epoch milliseconds). */
    GOOGLE_STORE,
    /** RetailRocket: {@code events.csv, item_properties_part1.csv, item_properties_part2.csv, category_tree.csv}. */
    RETAILROCKET,
    /** REES46: monthly CSV files, each sorted by {@code event_time}. */
    REES46,
    /** YOOCHOOSE: {@code yoochoose-clicks.dat, yoochoose-buys.dat}, or {@code clicks-train.tsv, clicks-test.tsv}. */
    YOOCHOOSE,
    /** Any CSV with a header, through a {@link Mapping}. */
    CSV,
    /** Any file of one JSON object per line, through a {@link Mapping}. */
    JSONL;

    /**
     * The format with this name, as in {@code google-store}.
     *
     * @throws IllegalArgumentException naming the formats there are
     */
    public static ImportFormat named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.text().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("format must be one of "
                        + Arrays.stream(values()).map(ImportFormat::text).collect(Collectors.joining(", ")) + ", got "
                        + name));
    }

    /** The name on the command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Opens a log. Formats that are not sorted by nature are read and sorted here, with bounded memory.
     *
     * @param path the folder with the files; for csv and jsonl also a single file
     * @throws IllegalArgumentException if files or the mapping are missing
     * @throws java.io.UncheckedIOException if a file cannot be read
     */
    public Imported open(Path path, ImportOptions options) {
        List<Source> sources = sources(new Folder(path), options);
        Tally tally = new Tally();
        List<Closeable> open = new ArrayList<>();
        List<Iterator<Delivery>> feeds = new ArrayList<>();
        for (Source source : sources) {
            Rows rows = source.open().get();
            open.add(rows);
            feeds.add(new RowFeed(rows, source.reader(), new Desk(options, tally)));
        }
        return new Imported(identity(sources), inOrder(feeds, options, open), tally, open);
    }

    private List<Source> sources(Folder folder, ImportOptions options) {
        return switch (this) {
            case GOOGLE_STORE -> GoogleStore.sources(folder);
            case RETAILROCKET -> RetailRocket.sources(folder);
            case REES46 -> Rees46.sources(folder);
            case YOOCHOOSE -> Yoochoose.sources(folder);
            case CSV -> Generic.csv(folder, options);
            case JSONL -> Generic.jsonl(folder, options);
        };
    }

    private Iterator<Delivery> inOrder(List<Iterator<Delivery>> feeds, ImportOptions options, List<Closeable> open) {
        return switch (this) {
            case GOOGLE_STORE -> new MergedFeed(feeds);
            case REES46 -> new MergedFeed(List.of(new Chain(feeds)));
            case RETAILROCKET, YOOCHOOSE, CSV, JSONL -> {
                ExternalSort sort = new ExternalSort(new Chain(feeds), options.sortedInMemory(), options.scratch());
                open.add(sort);
                yield sort;
            }
        };
    }

    private String identity(List<Source> sources) {
        return text()
                + sources.stream()
                        .map(source -> " " + source.file().getFileName() + ":" + Folder.size(source.file()))
                        .sorted()
                        .collect(Collectors.joining());
    }

    /** One feed after another. */
    private static final class Chain implements Iterator<Delivery> {
        private final Iterator<Iterator<Delivery>> rest;
        private Iterator<Delivery> current = List.<Delivery>of().iterator();

        private Chain(List<Iterator<Delivery>> feeds) {
            this.rest = feeds.iterator();
        }

        @Override
        public boolean hasNext() {
            while (!current.hasNext() && rest.hasNext()) {
                current = rest.next();
            }
            return current.hasNext();
        }

        @Override
        public Delivery next() {
            if (!hasNext()) {
                throw new NoSuchElementException("all files have ended");
            }
            return current.next();
        }
    }
}
