package io.sluice.app.bench.gate;

import java.util.ArrayList;
import java.util.List;

/** Who is champion in a campaign, who was, and how good the best of them truly is. */
final class Reign {
    private final List<SimulatedModel> yardsticks = new ArrayList<>();
    private SimulatedModel champion;
    private double best;

    Reign(SimulatedModel first) {
        champion = first;
        best = first.quality();
    }

    SimulatedModel champion() {
        return champion;
    }

    double best() {
        return best;
    }

    List<SimulatedModel> yardsticks() {
        return List.copyOf(yardsticks);
    }

    void retire(List<String> ids) {
        yardsticks.removeIf(former -> ids.contains(Long.toString(former.id())));
    }

    void crown(SimulatedModel next) {
        yardsticks.add(champion);
        champion = next;
        best = Math.max(best, next.quality());
    }
}
