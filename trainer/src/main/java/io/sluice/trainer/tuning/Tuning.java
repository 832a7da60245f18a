package io.sluice.trainer.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries parameters on every window, oldest first, until the budget is spent. Deterministic: what is tried next depends on
 * the trials that ended only, so a search that was cut off ends where it would have ended.
 */
public final class Tuning {
    private static final Logger log = LoggerFactory.getLogger(Tuning.class);

    private final SearchSpace space;
    private final Search search;
    private final RollingWindows windows;
    private final MedianStopping stopping;
    private final TrialLog trials;

    public Tuning(SearchSpace space, Search search, RollingWindows windows, MedianStopping stopping, TrialLog trials) {
        this.space = space;
        this.search = search;
        this.windows = windows;
        this.stopping = stopping;
        this.trials = trials;
    }

    /**
     * Runs until {@code budget} trials have ended, those of earlier processes included, or nothing is left to try.
     *
     * @param objective how good parameters are on a fold; higher is better
     * @return the best trial among those that were scored on every window; empty if there is none
     */
    public Optional<Trial> run(int budget, ToDoubleBiFunction<Map<String, String>, RollingWindows.Fold> objective) {
        List<Trial> done = new ArrayList<>(trials.done());
        if (!done.isEmpty()) {
            log.info("tuning=resumed trials={}", done.size());
        }
        while (done.size() < budget) {
            Optional<double[]> point = search.next(done);
            if (point.isEmpty()) {
                break;
            }
            done.add(tried(done, point.get(), objective));
        }
        return done.stream()
                .filter(trial -> !trial.stopped())
                .max(Comparator.comparingDouble(Trial::mean).thenComparing(trial -> -trial.number()));
    }

    private Trial tried(
            List<Trial> done, double[] point, ToDoubleBiFunction<Map<String, String>, RollingWindows.Fold> objective) {
        Trial trial = new Trial(done.size(), Arrays.stream(point).boxed().toList(), space.at(point), List.of(), false);
        trials.begin(trial);
        for (RollingWindows.Fold fold : windows.folds()) {
            List<Double> scores = new ArrayList<>(trial.scores());
            scores.add(objective.applyAsDouble(trial.parameters(), fold));
            boolean last = scores.size() == windows.folds().size();
            trial = new Trial(trial.number(), trial.point(), trial.parameters(), scores, false);
            trials.scored(trial);
            if (!last && stopping.ends(trial, done)) {
                trial = new Trial(trial.number(), trial.point(), trial.parameters(), scores, true);
                break;
            }
        }
        trials.end(trial);
        log.info(
                "trial={} score={} windows={} stopped={} parameters={}",
                trial.number(),
                trial.mean(),
                trial.scores().size(),
                trial.stopped(),
                trial.parameters());
        return trial;
    }
}
