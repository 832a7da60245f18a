package io.sluice.registry;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows an alias of a model over HTTP and holds the loaded model that it names. {@link #current} never blocks and may
 * be called by any thread; while the registry is away it returns the last good model.
 *
 * @param <T> what a model is to the caller
 */
public final class ModelWatcher<T> {
    private static final Logger log = LoggerFactory.getLogger(ModelWatcher.class);

    private final RemoteRegistry remote;
    private final String model;
    private final String alias;
    private final Path cache;
    private final Function<Path, T> loader;
    private final Clock clock;
    private final AtomicReference<Optional<Loaded<T>>> current = new AtomicReference<>(Optional.empty());

    /**
     * A watcher that holds nothing until the first {@link #refresh}.
     *
     * @param base address of the registry's server, without a trailing slash
     * @param cache where versions are kept; may be shared with other watchers
     * @param loader makes a model of a directory that holds the version's files; may throw to refuse it
     */
    public ModelWatcher(URI base, String model, String alias, Path cache, Function<Path, T> loader, Clock clock) {
        this.remote = new RemoteRegistry(base);
        this.model = model;
        this.alias = alias;
        this.cache = cache;
        this.loader = loader;
        this.clock = clock;
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
        /** The registry is away, its answer or files are damaged, or the alias names nothing: the last good copy stays. */
        KEPT_LAST_GOOD
    }

    /** The model in use; empty before the first successful refresh. */
    public Optional<Loaded<T>> current() {
        return current.get();
    }

    /**
     * Asks the registry once, and downloads, verifies, loads and swaps if the alias moved. What the loader throws is
     * passed on, and the last good copy stays.
     */
    public synchronized Refresh refresh() {
        try {
            String version = remote.versionOf(model, alias);
            return current.get().filter(held -> held.version().equals(version)).isPresent() ? confirm() : swap(version);
        } catch (RegistryFailure e) {
            log.warn(
                    "event=registry_away model={} alias={} kept={} confirmed={} because=\"{}\"",
                    model,
                    alias,
                    current.get().map(Loaded::version).orElse("-"),
                    current.get().map(held -> held.confirmed().toString()).orElse("-"),
                    e.getMessage());
            return Refresh.KEPT_LAST_GOOD;
        }
    }

    private Refresh confirm() {
        Instant now = clock.instant();
        current.set(current.get().map(held -> new Loaded<>(held.version(), held.model(), held.loaded(), now)));
        return Refresh.UNCHANGED;
    }

    private Refresh swap(String version) {
        T next = loader.apply(remote.download(model, version, cache));
        Instant now = clock.instant();
        Optional<Loaded<T>> before = current.getAndSet(Optional.of(new Loaded<>(version, next, now, now)));
        log.info(
                "event=swapped model={} alias={} from={} to={}",
                model,
                alias,
                before.map(Loaded::version).orElse("-"),
                version);
        return Refresh.SWAPPED;
    }
}
