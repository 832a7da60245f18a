package io.sluice.app.bench.gate;

import io.sluice.app.bench.gate.SimulatedModel.Fondness;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Consecutive decisions on windows of their own, many times over.
 *
 * @param users per window
 * @param margin what FRESH may forgive of the best champion's utility before a promotion counts as false
 */
record Campaign(int campaigns, int decisions, int users, long seed, Fondness fondness, double margin) {
    /** How good the next candidate truly is, given who reigns. */
    interface Supply {
        double quality(Reign reign);

        /** As good as the champion. */
        static Supply equal() {
            return reign -> reign.champion().quality();
        }

        /** Better or worse than the champion by a share. */
        static Supply champion(double factor) {
            return reign -> (1 + reign.champion().quality()) * factor - 1;
        }

        /** Below the best champion so far by a share. */
        static Supply best(double factor) {
            return reign -> (1 + reign.best()) * factor - 1;
        }
    }

    /**
     * What became of one campaign.
     *
     * @param promotions by any reason
     * @param falsePromotions of models that truly deserved none
     * @param finalQuality of the last champion, relative to the first
     * @param differing share of sessions on which candidate and champion did not score alike, mean over decisions
     */
    record Course(int promotions, int falsePromotions, double finalQuality, double differing) {}

    /** Runs them, each with a seed of its own; the order of the result does not depend on threads. */
    List<Course> run(RivalGate gate, Supply supply) {
        return IntStream.range(0, campaigns)
                .parallel()
                .mapToObj(campaign -> run(Noise.mix(seed + campaign), gate, supply))
                .toList();
    }

    private Course run(long own, RivalGate gate, Supply supply) {
        Reign reign = new Reign(SimulatedModel.of(1, 0, fondness));
        int promotions = 0;
        int mistakes = 0;
        double differing = 0;
        for (int decision = 0; decision < decisions; decision++) {
            SimulatedWindow window = SimulatedWindow.ofUsers(Noise.mix(own ^ (decision + 1L) * 7919), users);
            SimulatedModel candidate = SimulatedModel.of(decision + 2L, supply.quality(reign), fondness);
            RivalGate.Answer answer = gate.ask(
                    window,
                    new SimulatedDecision.Line(
                            candidate, reign.champion(), SimulatedModel.baseline(fondness), reign.yardsticks()));
            differing += answer.differing() / decisions;
            reign.retire(answer.retired());
            if (answer.reason().isPresent()) {
                promotions++;
                mistakes += isFalse(answer.reason().get(), candidate, reign) ? 1 : 0;
                reign.crown(candidate);
            }
        }
        return new Course(promotions, mistakes, reign.champion().quality(), differing);
    }

    private boolean isFalse(String reason, SimulatedModel candidate, Reign reign) {
        return reason.equals("FRESH")
                ? 1 + candidate.quality() < (1 + reign.best()) * (1 - margin)
                : candidate.quality() <= reign.champion().quality();
    }

    /** Counts what matters over courses. */
    static Summary summarise(List<Course> courses) {
        List<Double> finals = new ArrayList<>(
                courses.stream().map(Course::finalQuality).sorted().toList());
        return new Summary(
                new ClopperPearson(
                        (int) courses.stream()
                                .filter(course -> course.falsePromotions() > 0)
                                .count(),
                        courses.size()),
                new ClopperPearson(
                        (int) courses.stream()
                                .filter(course -> course.promotions() > 0)
                                .count(),
                        courses.size()),
                courses.stream().mapToInt(Course::promotions).average().orElse(0),
                finals.stream().mapToDouble(Double::doubleValue).average().orElse(0),
                finals.get(finals.size() / 20),
                courses.stream().mapToDouble(Course::differing).average().orElse(0));
    }

    /**
     * Campaigns together.
     *
     * @param mistaken campaigns with at least one false promotion
     * @param promoting campaigns with at least one promotion
     * @param promotions per campaign
     * @param finalQuality mean over campaigns of the last champion's true utility, relative to the first
     * @param lowQuality the same where only one campaign in twenty does worse
     */
    record Summary(
            ClopperPearson mistaken,
            ClopperPearson promoting,
            double promotions,
            double finalQuality,
            double lowQuality,
            double differing) {}
}
