package io.sluice.evaluator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Limits that need no statistics. */
final class Guard {
    private final Evidence evidence;
    private final GatePolicy.Guardrails limits;
    private final List<String> broken = new ArrayList<>();

    private Guard(Evidence evidence, GatePolicy.Guardrails limits) {
        this.evidence = evidence;
        this.limits = limits;
    }

    /** What is beyond its limit, in words. */
    static List<String> hard(Evidence evidence, GatePolicy.Guardrails limits) {
        Guard guard = new Guard(evidence, limits);
        guard.latency();
        guard.size();
        guard.volume();
        evidence.champion().ifPresent(guard::variety);
        return guard.broken;
    }

    private void latency() {
        long p99 = evidence.candidate().tally().p99Nanos();
        if (p99 > limits.latencyLimit().toNanos()) {
            broken.add("latency p99 " + Duration.ofNanos(p99) + " beyond " + limits.latencyLimit());
        }
        evidence.champion().ifPresent(champion -> {
            double ceiling = Math.max(
                    limits.latencyFloor().toNanos(),
                    limits.latencyRatio() * champion.tally().p99Nanos());
            if (p99 > ceiling) {
                broken.add(String.format(
                        Locale.ROOT,
                        "latency p99 %s is %.0f times the champion's, %.0f allowed beyond %s",
                        Duration.ofNanos(p99),
                        (double) p99 / Math.max(1, champion.tally().p99Nanos()),
                        limits.latencyRatio(),
                        limits.latencyFloor()));
            }
        });
    }

    private void size() {
        long bytes = evidence.candidate().provenance().sizeBytes();
        if (bytes > limits.sizeLimitBytes()) {
            broken.add("size " + bytes + " bytes beyond " + limits.sizeLimitBytes());
        }
    }

    private void volume() {
        evidence.candidate().provenance().volume().ifPresent(volume -> evidence.circumstances()
                .usual()
                .ifPresent(usual -> volume(volume, usual)));
    }

    private void volume(TrainingVolume volume, TrainingVolume usual) {
        if (volume.rows() * limits.volumeRatio() < usual.rows()
                || volume.rows() > usual.rows() * limits.volumeRatio()) {
            broken.add("training volume " + volume.rows() + " rows in the newest stretch, usual are " + usual.rows()
                    + ", factor " + limits.volumeRatio() + " allowed");
        }
        if (volume.duplicates() > usual.duplicates() + limits.duplicateCeiling()) {
            broken.add("training duplicates " + number(volume.duplicates()) + " of the newest stretch, usual are "
                    + number(usual.duplicates()));
        }
    }

    private void variety(Measured champion) {
        int floor = (int) Math.ceil(limits.coverageFloor() * champion.tally().distinctItems());
        int distinct = evidence.candidate().tally().distinctItems();
        if (distinct < floor) {
            broken.add("coverage " + distinct + " items, at least " + floor + " needed");
        }
        double ceiling = champion.tally().gini() + limits.concentrationCeiling();
        if (evidence.candidate().tally().gini() > ceiling) {
            broken.add("concentration " + number(evidence.candidate().tally().gini()) + " beyond " + number(ceiling));
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
