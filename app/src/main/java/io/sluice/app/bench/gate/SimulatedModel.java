package io.sluice.app.bench.gate;

/**
 * A model that exists only as the scores it would get.
 *
 * @param id two models with one id have the same luck
 * @param quality true utility relative to the reference model: 0.02 is 2 % better
 * @param own share of sessions that it answers in its own way; on the others all models share their luck, so that a better
 *     one hits wherever a worse one does
 * @param fondness how much its luck depends on the user
 */
record SimulatedModel(long id, double quality, double own, Fondness fondness) {
    private static final double OWN = 0.3;

    /** How a model's hits spread over users, for the same utility. */
    enum Fondness {
        /** Half of the users get 30 % more hits, the other half 30 % less. */
        SYMMETRIC(0.5, 0.3),
        /** One user in ten is badly served, the others a little better: small gains for many hide large losses of few. */
        SKEWED(0.9, 0.08);

        private final double share;
        private final double gain;

        Fondness(double share, double gain) {
            this.share = share;
            this.gain = gain;
        }

        private double factor(double uniform) {
            return uniform < share ? 1 + gain : 1 - gain * share / (1 - share);
        }
    }

    static SimulatedModel of(long id, double quality, Fondness fondness) {
        return new SimulatedModel(id, quality, OWN, fondness);
    }

    /** The counting baseline: half as good, on every session in its own way. */
    static SimulatedModel baseline(Fondness fondness) {
        return new SimulatedModel(-1, -0.5, 1, fondness);
    }

    SimulatedModel times(double factor, long otherId) {
        return new SimulatedModel(otherId, (1 + quality) * factor - 1, own, fondness);
    }

    /**
     * The score on one session: the discount of a hit's place, or 0.
     *
     * @param ease the user's chance of a hit by the reference model
     */
    double score(SimulatedWindow window, int session, int user, double ease) {
        boolean owns = Noise.uniform(window.seed() ^ id, session, 1) < own;
        double likes = owns ? fondness.factor(Noise.uniform(window.seed() ^ id, user, 2)) : 1;
        double chance = ease * (1 + quality) * likes;
        long luck = owns ? id : 0;
        if (Noise.uniform(window.seed() ^ luck, session, 3) >= chance) {
            return 0;
        }
        int rank = (int) (20 * Math.pow(Noise.uniform(window.seed() ^ luck, session, 4), 2));
        return SimulatedWindow.discount(rank);
    }
}
