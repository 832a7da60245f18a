package io.sluice.trainer.tuning;

import io.sluice.registry.Metric;
import io.sluice.registry.Query;
import io.sluice.registry.Registry;
import io.sluice.registry.Run;
import io.sluice.registry.RunStatus;
import io.sluice.registry.Runs;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Trials as runs of an experiment in the registry: parameters as parameters, the score of each window as a step of the
 * metric {@value #SCORE}. A trial that a crash cut off is begun again; its run stays, marked as killed.
 */
public final class RegistryTrials implements TrialLog {
    private static final String SCORE = "score";
    /** Runs that one search may have, those that were cut off included. */
    private static final int MOST = 100_000;

    private static final String NUMBER = "sluice.trial";
    private static final String POINT = "sluice.point";
    private static final String STOPPED = "sluice.stopped";

    private final Runs runs;
    private final String experiment;
    private final Map<Integer, String> runIds = new HashMap<>();

    /** @param name of the experiment; created if there is none */
    public RegistryTrials(Registry registry, String name) {
        this.runs = registry.runs();
        this.experiment = registry.experiments().named(name).id();
    }

    @Override
    public List<Trial> done() {
        return all().stream()
                .filter(run -> run.status() == RunStatus.FINISHED)
                .map(this::trial)
                .sorted(Comparator.comparingInt(Trial::number))
                .toList();
    }

    private List<Run> all() {
        return runs.search(List.of(experiment), Query.first(MOST)).items();
    }

    private Trial trial(Run run) {
        return new Trial(
                Integer.parseInt(run.tags().get(NUMBER)),
                Arrays.stream(run.tags().get(POINT).split(" "))
                        .map(Double::parseDouble)
                        .toList(),
                run.params(),
                runs.history(run.id(), SCORE).stream().map(Metric::value).toList(),
                Boolean.parseBoolean(run.tags().get(STOPPED)));
    }

    @Override
    public void begin(Trial trial) {
        for (Run run : all()) {
            if (run.status() == RunStatus.RUNNING) {
                runs.end(run.id(), RunStatus.KILLED);
            }
        }
        String point = trial.point().stream().map(String::valueOf).collect(Collectors.joining(" "));
        Run run = runs.start(
                experiment, "trial " + trial.number(), Map.of(NUMBER, Integer.toString(trial.number()), POINT, point));
        runs.logBatch(run.id(), trial.parameters(), List.of(), Map.of());
        runIds.put(trial.number(), run.id());
    }

    @Override
    public void scored(Trial trial) {
        int window = trial.scores().size();
        runs.logMetric(runIds.get(trial.number()), SCORE, trial.scores().get(window - 1), window);
    }

    @Override
    public void end(Trial trial) {
        String run = runIds.get(trial.number());
        runs.logBatch(run, Map.of(), List.of(), Map.of(STOPPED, Boolean.toString(trial.stopped())));
        runs.end(run, RunStatus.FINISHED);
    }
}
