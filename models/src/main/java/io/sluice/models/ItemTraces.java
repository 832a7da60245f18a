package io.sluice.models;

import java.util.Arrays;

/** What past sessions tell of each item by itself. Ages are shares of all sessions: 0 is now, 1 the beginning. Immutable. */
final class ItemTraces {
    /** The newest sessions, whose counts tell a trend. */
    private static final double RECENT = 0.05;

    private final float[] recent;
    private final float[] firstAge;
    private final float[] lastAge;
    private final float[] repeated;
    private final float[] repeatedAtOnce;
    private final int[] sessionsWith;

    ItemTraces(PastSessions sessions) {
        int items = sessions.catalogSize();
        recent = new float[items];
        firstAge = new float[items];
        lastAge = new float[items];
        repeated = new float[items];
        repeatedAtOnce = new float[items];
        sessionsWith = new int[items];
        Arrays.fill(firstAge, 2);
        Arrays.fill(lastAge, 2);
        int[] visits = new int[items];
        int[] lastSession = new int[items];
        Arrays.fill(lastSession, -1);
        for (int session = 0; session < sessions.size(); session++) {
            float age = 1 - (float) session / sessions.size();
            for (int at = sessions.from(session); at < sessions.to(session); at++) {
                int item = sessions.item(at);
                firstAge[item] = visits[item] == 0 ? age : firstAge[item];
                lastAge[item] = age;
                recent[item] += age < RECENT ? 1 : 0;
                visits[item]++;
                sessionsWith[item] += lastSession[item] == session ? 0 : 1;
                lastSession[item] = session;
                repeatedAtOnce[item] += at > sessions.from(session) && sessions.item(at - 1) == item ? 1 : 0;
            }
        }
        for (int item = 0; item < items; item++) {
            repeated[item] = (visits[item] - sessionsWith[item] + 0.3f) / (visits[item] + 1f);
            repeatedAtOnce[item] = (repeatedAtOnce[item] + 0.15f) / (visits[item] + 1f);
        }
    }

    int sessionsWith(int item) {
        return sessionsWith[item];
    }

    /** Visits within the newest sessions. */
    float recent(int item) {
        return recent[item];
    }

    /** How large a share of its visits are recent, smoothed. */
    float trend(int item) {
        return (recent[item] + 1) / (sessionsWith[item] + 5f);
    }

    /** Since its first session; 2 if it stands in none. */
    float firstAge(int item) {
        return firstAge[item];
    }

    float lastAge(int item) {
        return lastAge[item];
    }

    /** Share of its visits that are returns within a session, smoothed. */
    float repeated(int item) {
        return repeated[item];
    }

    /** Share of its visits that follow a visit to itself, smoothed. */
    float repeatedAtOnce(int item) {
        return repeatedAtOnce[item];
    }
}
