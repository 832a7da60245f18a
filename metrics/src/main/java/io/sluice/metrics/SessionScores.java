package io.sluice.metrics;

import java.util.Arrays;

/** One metric of one model per session: the weighted mean over the session's scored targets. Immutable. */
public final class SessionScores {
    private final int[] sessions;
    private final int[] users;
    private final double[] values;

    private SessionScores(int[] sessions, int[] users, double[] values) {
        this.sessions = sessions;
        this.users = users;
        this.values = values;
    }

    /**
     * Takes copies.
     *
     * @param sessions ascending, no repeats
     * @param users whose session it was
     * @throws IllegalArgumentException if the lengths differ
     */
    public static SessionScores of(int[] sessions, int[] users, double[] values) {
        if (sessions.length != users.length || sessions.length != values.length) {
            throw new IllegalArgumentException("one user and one value per session, got " + sessions.length
                    + " sessions, " + users.length + " users, " + values.length + " values");
        }
        return new SessionScores(sessions.clone(), users.clone(), values.clone());
    }

    public int size() {
        return values.length;
    }

    /** Index in the holdout of the session in place {@code i}. */
    public int session(int i) {
        return sessions[i];
    }

    public int user(int i) {
        return users[i];
    }

    public double value(int i) {
        return values[i];
    }

    /** The mean over sessions, each counting the same; 0 where there is none. */
    public double mean() {
        double sum = 0.0;
        for (double value : values) {
            sum += value;
        }
        return values.length == 0 ? 0.0 : sum / values.length;
    }

    /** Whether both speak of the same sessions of the same users, so that their values form pairs. */
    public boolean pairsWith(SessionScores other) {
        return Arrays.equals(sessions, other.sessions) && Arrays.equals(users, other.users);
    }
}
