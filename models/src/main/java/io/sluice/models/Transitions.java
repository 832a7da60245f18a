package io.sluice.models;

/**
 * What past sessions hold around the items of a session, counted from the sessions themselves when asked: no table of
 * pairs is kept. Newer sessions count more. Belongs to one thread.
 */
final class Transitions {
    private static final int REACH = 8;
    private static final float CONTEXT_DECAY = 0.6f;
    private static final float DISTANCE_DECAY = 0.8f;
    private static final float BACKWARD = 0.7f;
    /** How many of the strongest items around lead on, and how many sessions of each are looked at. */
    private static final int BRIDGES = 20;

    private static final int SESSIONS_PER_BRIDGE = 100;

    private final PastSessions sessions;
    private final float[] weights;
    private final int most;

    /** Right after the newest item. */
    final Evidence next;
    /** Right before the newest item. */
    final Evidence previous;
    /** Around the newest item, fading with distance. */
    final Evidence around;
    /** Right after the newest item where the one before it preceded. */
    final Evidence nextOfPair;
    /** Right after the second newest item. */
    final Evidence afterSecond;

    final Evidence aroundSecond;
    /** Around all items, older ones counting less. */
    final Evidence aroundAll;
    /** The newest session, counted from 1, in which it came right after the newest item. */
    final Evidence newestNext;

    /** Around the strongest of {@link #aroundAll}: what is two sessions away. */
    final Evidence beyond;

    private final Evidence[] all;

    /**
     * @param weights how much each session counts; borrowed
     * @param most sessions looked at per item, the newest
     */
    Transitions(PastSessions sessions, float[] weights, int most) {
        this.sessions = sessions;
        this.weights = weights;
        this.most = most;
        this.all = new Evidence[9];
        for (int at = 0; at < all.length; at++) {
            all[at] = new Evidence(sessions.catalogSize());
        }
        this.next = all[0];
        this.previous = all[1];
        this.around = all[2];
        this.nextOfPair = all[3];
        this.afterSecond = all[4];
        this.aroundSecond = all[5];
        this.aroundAll = all[6];
        this.newestNext = all[7];
        this.beyond = all[8];
    }

    /** Forgets what was counted and counts around {@code trail}, oldest item first, at least one. */
    void count(int[] trail) {
        for (Evidence evidence : all) {
            evidence.clear();
        }
        float fading = 1;
        for (int distance = 0; distance < Math.min(REACH, trail.length); distance++) {
            count(trail, distance, fading);
            fading *= CONTEXT_DECAY;
        }
        for (int bridge : aroundAll.strongest(BRIDGES, item -> true)) {
            leadOn(bridge, aroundAll.of(bridge));
        }
    }

    private void leadOn(int bridge, float strength) {
        int to = sessions.postingsTo(bridge);
        int from = Math.max(sessions.postingsFrom(bridge), to - SESSIONS_PER_BRIDGE);
        float each = strength / (2 + to - from);
        for (int at = from; at < to; at++) {
            int session = sessions.posting(at);
            int middle = sessions.from(session);
            while (sessions.item(middle) != bridge) {
                middle++;
            }
            float amount = each;
            for (int place = middle + 1; place < sessions.to(session); place++) {
                beyond.add(sessions.item(place), amount);
                amount *= DISTANCE_DECAY;
            }
            amount = each;
            for (int place = middle - 1; place >= sessions.from(session); place--) {
                beyond.add(sessions.item(place), amount);
                amount *= DISTANCE_DECAY;
            }
        }
    }

    private void count(int[] trail, int distance, float fading) {
        int item = trail[trail.length - 1 - distance];
        int before = distance == 0 && trail.length > 1 ? trail[trail.length - 2] : -1;
        int to = sessions.postingsTo(item);
        for (int at = to - 1; at >= Math.max(sessions.postingsFrom(item), to - most); at--) {
            int session = sessions.posting(at);
            int last = -1;
            for (int place = sessions.from(session); place < sessions.to(session); place++) {
                if (sessions.item(place) == item) {
                    last = place;
                    if (distance == 0) {
                        beside(session, place, before);
                    } else if (distance == 1 && place + 1 < sessions.to(session)) {
                        afterSecond.add(sessions.item(place + 1), weights[session]);
                    }
                }
            }
            around(session, last, distance, fading);
        }
    }

    private void beside(int session, int place, int before) {
        if (place > sessions.from(session)) {
            previous.add(sessions.item(place - 1), weights[session]);
        }
        if (place + 1 < sessions.to(session)) {
            int item = sessions.item(place + 1);
            next.add(item, weights[session]);
            if (newestNext.of(item) == 0) {
                newestNext.add(item, session + 1);
            }
            if (place > sessions.from(session) && sessions.item(place - 1) == before) {
                nextOfPair.add(item, weights[session]);
            }
        }
    }

    private void around(int session, int middle, int distance, float fading) {
        float amount = weights[session];
        for (int place = middle + 1; place < sessions.to(session); place++) {
            around(sessions.item(place), amount, distance, fading);
            amount *= DISTANCE_DECAY;
        }
        amount = weights[session] * BACKWARD;
        for (int place = middle - 1; place >= sessions.from(session); place--) {
            if (sessions.item(place) != sessions.item(middle)) {
                around(sessions.item(place), amount, distance, fading);
                amount *= DISTANCE_DECAY;
            }
        }
    }

    private void around(int item, float amount, int distance, float fading) {
        aroundAll.add(item, amount * fading);
        if (distance == 0) {
            around.add(item, amount);
        } else if (distance == 1) {
            aroundSecond.add(item, amount);
        }
    }
}
