package io.sluice.registry;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows an alias of a model over HTTP and holds the loaded model that it names. {@link #current} never blocks and may
 * be called by any thread: a request that took a model finishes with it, whatever is swapped in meanwhile. While the
 * registry is away the last good model stays, also across a restart of this process.
 *
 * @param <T> what a model is to the caller
 */
public final class ModelWatcher<T> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ModelWatcher.class);

    private final Watched watched;
    private final RemoteRegistry remote;
    private final LastGood lastGood;
    private final Function<Path, T> loader;
    private final Clock clock;
    private final AtomicReference<Optional<Loaded<T>>> current = new AtomicReference<>(Optional.empty());
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "model-watcher");
        daemon.setDaemon(true);
        return daemon;
    });

    /**
     * A watcher that holds nothing until the first {@link #refresh}.
     *
     * @param loader makes a model of a directory that holds the version's files; may throw to refuse it
     */
    public ModelWatcher(Watched watched, Function<Path, T> loader, Clock clock) {
        this.watched = watched;
        this.remote = new RemoteRegistry(watched.registry(), watched.token());
        this.lastGood = new LastGood(watched);
        this.loader = loader;
        this.clock = clock;
    }

    /**
     * What to follow.
     *
     * @param registry address of the registry's server, without a trailing slash
     * @param token shows the registry who asks; empty where it wants none
     * @param cache where versions are kept; may be shared with other watchers
     */
    public record Watched(URI registry, Optional<String> token, String model, String alias, Path cache) {
        /** The champion of a model, of a registry that wants no token. */
        public static Watched champion(URI registry, String model, Path cache) {
            return new Watched(registry, Optional.empty(), model, Registry.CHAMPION, cache);
        }
    }

    /**
     * A model in use.
     *
     * @param loaded when it was loaded
     * @param confirmed when the registry last said that the alias names it
     */
    public record Loaded<T>(String version, T model, Instant loaded, Instant confirmed) {
        /** How long the registry has not confirmed this version. */
        public Duration age(Instant now) {
            return Duration.between(confirmed, now);
        }
    }

    /** What a refresh did. */
    public enum Refresh {
        SWAPPED,
        UNCHANGED,
        /**
         * The registry is away, its answer or files are damaged, or the alias names nothing: the last good copy stays,
         * and is loaded from the cache where this process had none yet.
         */
        KEPT_LAST_GOOD
    }

    /** The model in use; empty before the first successful refresh. */
    public Optional<Loaded<T>> current() {
        return current.get();
    }

    /** Refreshes now and again and again on a thread of its own; a model that the loader refuses is logged. */
    public ModelWatcher<T> every(Duration interval) {
        thread.scheduleWithFixedDelay(this::tryRefresh, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** Stops refreshing; the model stays. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    /**
     * Asks the registry once, and downloads, verifies, loads and swaps if the alias moved. What the loader throws is
     * passed on, and the last good copy stays.
     */
    public synchronized Refresh refresh() {
        try {
            String version = remote.versionOf(watched.model(), watched.alias());
            return current.get().filter(held -> held.version().equals(version)).isPresent() ? confirm() : swap(version);
        } catch (RegistryFailure e) {
            if (current.get().isEmpty()) {
                restore();
            }
            log.warn(
                    "event=registry_away model={} alias={} kept={} confirmed={} because=\"{}\"",
                    watched.model(),
                    watched.alias(),
                    current.get().map(Loaded::version).orElse("-"),
                    current.get().map(held -> held.confirmed().toString()).orElse("-"),
                    e.getMessage());
            return Refresh.KEPT_LAST_GOOD;
        }
    }

    private void tryRefresh() {
        try {
            refresh();
        } catch (RuntimeException e) {
            // The top frame of the thread: whatever a loader throws must not end the watching.
            log.error("event=model_refused model={} alias={}", watched.model(), watched.alias(), e);
        }
    }

    private Refresh confirm() {
        Instant now = clock.instant();
        current.set(current.get().map(held -> new Loaded<>(held.version(), held.model(), held.loaded(), now)));
        return Refresh.UNCHANGED;
    }

    private Refresh swap(String version) {
        SealedFiles files = remote.filesOf(watched.model(), version);
        Path directory = remote.download(files, watched.cache());
        T next = loader.apply(directory);
        Instant now = clock.instant();
        lastGood.remember(files, now);
        Optional<Loaded<T>> before = current.getAndSet(Optional.of(new Loaded<>(version, next, now, now)));
        log.info(
                "event=swapped model={} alias={} from={} to={}",
                watched.model(),
                watched.alias(),
                before.map(Loaded::version).orElse("-"),
                version);
        return Refresh.SWAPPED;
    }

    private void restore() {
        lastGood.find().ifPresent(copy -> {
            T model = loader.apply(copy.directory());
            current.set(Optional.of(new Loaded<>(copy.version(), model, clock.instant(), copy.confirmed())));
            log.info(
                    "event=restored model={} alias={} version={} confirmed={}",
                    watched.model(),
                    watched.alias(),
                    copy.version(),
                    copy.confirmed());
        });
    }
}
