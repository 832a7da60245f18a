package io.sluice.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.app.config.TrainerConfig;
import io.sluice.registry.RunStatus;
import io.sluice.registry.TrackingClient;
import io.sluice.schemas.Cut;
import io.sluice.trainer.Recipe;
import io.sluice.trainer.RunTracker;
import io.sluice.trainer.TrainingListener;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A cycle as a run of MLflow's: its recipes are parameters, its curves metrics, its cut the dataset. */
final class Tracking {
    private final RunTracker tracker;

    private Tracking(RunTracker tracker) {
        this.tracker = tracker;
    }

    static Tracking start(URI server, TrainerConfig trainer, int cycle, Cut cut) {
        TrackingClient client = new TrackingClient(server, Optional.empty(), Clock.systemUTC());
        Map<String, String> tags = Map.of("cycle", Integer.toString(cycle), "model", trainer.model());
        RunTracker tracker = new RunTracker(client, trainer.model(), "cycle " + cycle, tags, Clock.systemUTC());
        Map<String, String> params = new LinkedHashMap<>();
        for (Recipe recipe : trainer.recipes()) {
            String family = recipe.family().label();
            recipe.parameters().forEach((name, value) -> params.put(family + "." + name, value));
            params.put(family + ".seed", Long.toString(recipe.seed()));
        }
        tracker.params(params);
        tracker.dataset("cut", "checkpoint-" + cut.getCheckpointId(), cut.toString());
        return new Tracking(tracker);
    }

    /** Runs a cycle whose curves go to the run too, and ends the run with what became of it. */
    ObjectNode of(TrainingListener listener, Function<TrainingListener, ObjectNode> cycle) {
        RunStatus status = RunStatus.FAILED;
        try {
            ObjectNode report = cycle.apply((family, epoch, metric, value) -> {
                listener.measured(family, epoch, metric, value);
                tracker.measured(family, epoch, metric, value);
            });
            tracker.tags(Map.of(
                    "candidate", report.path("candidate").asText(),
                    "verdict", report.path("verdict").asText()));
            status = RunStatus.FINISHED;
            return report;
        } finally {
            tracker.ended(status);
        }
    }
}
