package io.sluice.evaluator;

import java.util.List;

/**
 * What the ledger grants one decision of the error budget. Over any {@code decisions} consecutive decisions the levels
 * granted sum to α at most, so by the union bound at least one false promotion among them has probability α at most,
 * whatever depends on whatever.
 *
 * @param level one-sided error probability of this decision; 0 if nothing is left, and then nothing can be promoted
 * @param spentBefore sum of the levels of the decisions before it that share the budget
 * @param candidatesBefore how many other candidates this holdout has judged already
 */
public record Spending(double level, double spentBefore, int candidatesBefore) {
    public Spending {
        if (!(level >= 0 && level < 0.5) || spentBefore < 0 || candidatesBefore < 0) {
            throw new IllegalArgumentException("a decision's level lies in [0, 0.5), got " + level + " after "
                    + spentBefore + " and " + candidatesBefore + " candidates");
        }
    }

    /** The first decision of a campaign. */
    public static Spending first(GatePolicy.Testing testing) {
        return new Spending(testing.level(), 0, 0);
    }

    /**
     * The next decision's grant: an even share, or what earlier decisions, made under whatever policy, have left of α.
     *
     * @param levels what earlier decisions spent, oldest first
     */
    static Spending after(List<Double> levels, int candidatesBefore, GatePolicy.Testing testing) {
        double spent = 0;
        for (int i = Math.max(0, levels.size() - (testing.decisions() - 1)); i < levels.size(); i++) {
            spent += levels.get(i);
        }
        // The sum of even shares may exceed α by rounding; what matters is not to starve the last of them.
        double left = testing.alpha() * (1 + 1e-9) - spent;
        return new Spending(Math.max(0, Math.min(testing.level(), left)), spent, candidatesBefore);
    }
}
