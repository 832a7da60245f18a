package io.sluice.registry.rest;

import io.sluice.registry.ModelWatcher;
import io.sluice.registry.ModelWatcher.Refresh;
import io.sluice.registry.ModelWatcher.Watched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients that follow the champion as fast as they can, and fail if they ever cannot. */
final class Hammer {
    private final URI address;
    private final Path caches;
    private volatile boolean stopped;

    Hammer(URI address, Path caches) {
        this.address = address;
        this.caches = caches;
    }

    /** A version that knows its own number in every file. */
    Path source(Path directory, int n) throws IOException {
        Path source = Files.createDirectories(directory.resolve("hammered-" + n));
        Files.writeString(source.resolve("a.bin"), "weights " + n);
        Files.writeString(source.resolve("b.bin"), "more weights " + n);
        return source;
    }

    List<Future<Integer>> start(int clients) {
        ExecutorService pool = Executors.newFixedThreadPool(clients);
        List<Future<Integer>> running = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            Path cache = caches.resolve("client-" + client);
            running.add(pool.submit(() -> follow(cache)));
        }
        pool.shutdown();
        return running;
    }

    void stop() {
        stopped = true;
    }

    /** Returns how often the model was swapped. */
    private int follow(Path cache) {
        int swaps = 0;
        try (ModelWatcher<String> watcher =
                new ModelWatcher<>(Watched.champion(address, "m", cache), Hammer::load, Clock.systemUTC())) {
            do {
                Refresh refresh = watcher.refresh();
                if (refresh == Refresh.KEPT_LAST_GOOD) {
                    throw new IllegalStateException("the registry failed a client");
                }
                swaps += refresh == Refresh.SWAPPED ? 1 : 0;
            } while (!stopped);
        }
        return swaps;
    }

    private static String load(Path version) {
        try {
            String a = Files.readString(version.resolve("a.bin"));
            String b = Files.readString(version.resolve("b.bin"));
            if (!b.equals("more " + a)) {
                throw new IllegalStateException("half of one version and half of another: " + a + ", " + b);
            }
            return a;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
