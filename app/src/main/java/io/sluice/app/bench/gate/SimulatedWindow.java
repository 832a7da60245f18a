package io.sluice.app.bench.gate;

import io.sluice.metrics.SessionScores;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * One holdout's worth of sessions: users with heavy-tailed numbers of sessions and chances of their own. Deterministic in
 * its seed.
 */
final class SimulatedWindow {
    private static final int MOST_SESSIONS = 60;
    private static final double TAIL = 1.6;
    private static final double[] DISCOUNTS = discounts();

    private final long seed;
    private final int[] users;
    private final double[] ease;

    private SimulatedWindow(long seed, int[] users, double[] ease) {
        this.seed = seed;
        this.users = users;
        this.ease = ease;
    }

    /** A window with so many users; sessions per user follow a Pareto law with index {@value #TAIL}, cut at {@value #MOST_SESSIONS}. */
    static SimulatedWindow ofUsers(long seed, int users) {
        int[] session = new int[users * MOST_SESSIONS];
        int size = 0;
        for (int user = 0; user < users; user++) {
            size = add(seed, user, session, size);
        }
        return new SimulatedWindow(seed, Arrays.copyOf(session, size), ease(seed, users));
    }

    /** A window with so many sessions, the last user's cut short. */
    static SimulatedWindow ofSessions(long seed, int sessions) {
        int[] session = new int[sessions + MOST_SESSIONS];
        int size = 0;
        int users = 0;
        while (size < sessions) {
            size = add(seed, users++, session, size);
        }
        return new SimulatedWindow(seed, Arrays.copyOf(session, sessions), ease(seed, users));
    }

    private static int add(long seed, int user, int[] session, int from) {
        double uniform = 1 - Noise.uniform(seed, user, 11);
        int count = (int) Math.min(MOST_SESSIONS, Math.pow(uniform, -1 / TAIL));
        Arrays.fill(session, from, from + count, user);
        return from + count;
    }

    private static double[] ease(long seed, int users) {
        double[] ease = new double[users];
        Arrays.setAll(ease, user -> 0.25 + 0.35 * Noise.uniform(seed, user, 12));
        return ease;
    }

    long seed() {
        return seed;
    }

    int sessions() {
        return users.length;
    }

    int users() {
        return ease.length;
    }

    /** What {@code model} scores on every session. */
    SessionScores scores(SimulatedModel model) {
        int[] session = new int[users.length];
        Arrays.setAll(session, s -> s);
        double[] value = new double[users.length];
        Arrays.setAll(value, s -> model.score(this, s, users[s], ease[users[s]]));
        return SessionScores.of(session, users, value);
    }

    /** The part of {@code scores} that belongs to the users that {@code included} names. */
    static SessionScores part(SessionScores scores, IntPredicate included) {
        int[] places = IntStream.range(0, scores.size())
                .filter(place -> included.test(scores.user(place)))
                .toArray();
        return SessionScores.of(
                Arrays.stream(places).map(scores::session).toArray(),
                Arrays.stream(places).map(scores::user).toArray(),
                Arrays.stream(places).mapToDouble(scores::value).toArray());
    }

    static double discount(int rank) {
        return DISCOUNTS[rank];
    }

    private static double[] discounts() {
        double[] discounts = new double[20];
        Arrays.setAll(discounts, rank -> StrictMath.log(2) / StrictMath.log(rank + 2.0));
        return discounts;
    }
}
