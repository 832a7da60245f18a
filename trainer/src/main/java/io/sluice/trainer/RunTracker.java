package io.sluice.trainer;

import io.sluice.models.Family;
import io.sluice.registry.Metric;
import io.sluice.registry.RegistryFailure;
import io.sluice.registry.RunStatus;
import io.sluice.registry.TrackingClient;
import io.sluice.registry.TrackingClient.Tracked;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs one retraining through MLflow's protocol while it runs: points of curves as {@code family/metric} by epoch,
 * parameters, dataset, tags and artifacts. A tracking server that is away costs the record of the run and a warning,
 * never the training.
 */
public final class RunTracker implements TrainingListener {
    private static final Logger log = LoggerFactory.getLogger(RunTracker.class);

    private final TrackingClient client;
    private final Clock clock;
    private final Optional<Tracked> run;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** Starts a run of an experiment, which is created if there is none of that name. */
    public RunTracker(TrackingClient client, String experiment, String name, Map<String, String> tags, Clock clock) {
        this.client = client;
        this.clock = clock;
        Optional<Tracked> started;
        try {
            started = Optional.of(client.start(client.experiment(experiment), name, tags));
        } catch (RegistryFailure e) {
            warn(e);
            started = Optional.empty();
        }
        this.run = started;
    }

    /** The id of the run; empty where the server was away. */
    public Optional<String> runId() {
        return run.map(Tracked::id);
    }

    @Override
    public void measured(Family family, int epoch, String metric, double value) {
        String key = family.label() + "/" + metric;
        tracked(tracked -> client.logMetrics(tracked, List.of(new Metric(key, value, epoch, clock.instant()))));
    }

    public void params(Map<String, String> params) {
        tracked(tracked -> client.logParams(tracked, params));
    }

    public void tags(Map<String, String> tags) {
        tracked(tracked -> client.setTags(tracked, tags));
    }

    /** @param digest tells apart states of the dataset, at most 36 characters */
    public void dataset(String name, String digest, String source) {
        tracked(tracked -> client.logDataset(tracked, name, digest, source));
    }

    public void artifact(String path, Path file) {
        tracked(tracked -> client.upload(tracked, path, file));
    }

    public void ended(RunStatus status) {
        tracked(tracked -> client.end(tracked, status));
    }

    private interface Call {
        void with(Tracked run);
    }

    private void tracked(Call call) {
        run.ifPresent(tracked -> {
            try {
                call.with(tracked);
            } catch (RegistryFailure e) {
                warn(e);
            }
        });
    }

    private void warn(RegistryFailure e) {
        if (!warned.getAndSet(true)) {
            log.warn("event=not_tracked because=\"{}\"", e.getMessage());
        }
    }
}
