package io.sluice.models;

import java.util.Arrays;

/**
 * Follows the past sessions that are most like the one at hand. Immutable; what one query needs is in its {@link Search}.
 *
 * <p>A past session is as like as the items it shares, each counting {@link SessionKnnModel.Likeness#contextDecay} times
 * what the one after it counts and by its rarity. From the newest shared item on, what stands around it in the past session
 * speaks, and that item itself as far as {@link SessionKnnModel.Following#self} says.
 */
final class Neighbourhood {
    private final PastSessions sessions;
    private final float[] weights;
    private final SessionKnnModel.Likeness likeness;
    private final SessionKnnModel.Following following;
    /** Per item, what sharing it counts and what proposing it counts. */
    private final float[] sharing;

    private final float[] proposing;
    /** Per length up to the longest session. */
    private final float[] byLength;

    private final float[] byContext;

    /** @param weights how much each session counts; borrowed */
    Neighbourhood(PastSessions sessions, float[] weights, SessionKnnModel.Shape shape) {
        this.sessions = sessions;
        this.weights = weights;
        this.likeness = shape.likeness();
        this.following = shape.following();
        this.sharing = rarities(likeness.rarity());
        this.proposing = rarities(following.rarity());
        this.byLength = new float[sessions.longest() + 1];
        for (int length = 1; length < byLength.length; length++) {
            byLength[length] = (float) StrictMath.pow(length, -likeness.lengthExponent());
        }
        this.byContext = new float[likeness.reach()];
        for (int distance = 0; distance < byContext.length; distance++) {
            byContext[distance] = (float) StrictMath.pow(likeness.contextDecay(), distance);
        }
    }

    private float[] rarities(float exponent) {
        float[] rarities = new float[sessions.catalogSize()];
        for (int item = 0; item < rarities.length; item++) {
            int held = sessions.postingsTo(item) - sessions.postingsFrom(item);
            double rarity = StrictMath.log(1 + (double) sessions.size() / (1 + held));
            rarities[item] = exponent == 0 ? 1 : (float) StrictMath.pow(rarity, exponent);
        }
        return rarities;
    }

    /** The scratch memory of one thread's queries, one after the other. */
    final class Search {
        private final float[] likenesses = new float[sessions.size()];
        private final int[] newestMatch = new int[sessions.size()];
        private int[] touched = new int[256];
        private long[] keys = new long[256];
        private int count;

        /** Adds to {@code evidence} what neighbours propose to a session of {@code context}. */
        void follow(Context context, Evidence evidence) {
            count = 0;
            int reach = Math.min(likeness.reach(), context.size());
            for (int distance = 0; distance < reach; distance++) {
                if (!context.isRepeat(distance)) {
                    int item = context.item(distance);
                    share(item, byContext[distance] * context.weight(distance) * sharing[item]);
                }
            }
            int from = rank();
            for (int at = from; at < count; at++) {
                int session = (int) keys[at];
                follow(session, Float.intBitsToFloat((int) (keys[at] >>> 32)), evidence);
            }
        }

        private void share(int item, float amount) {
            for (int at = sessions.postingsFrom(item); at < sessions.postingsTo(item); at++) {
                int session = sessions.posting(at);
                if (likenesses[session] == 0) {
                    if (count == touched.length) {
                        touched = Arrays.copyOf(touched, 2 * count);
                    }
                    touched[count++] = session;
                    newestMatch[session] = item;
                }
                likenesses[session] += amount;
            }
        }

        /**
         * Brings the nearest to the end of {@link #keys}, of equally like sessions the newer ones, and those in the order
         * of their age.
         *
         * @return where they begin
         */
        private int rank() {
            if (keys.length < count) {
                keys = new long[touched.length];
            }
            for (int at = 0; at < count; at++) {
                int session = touched[at];
                float like = likenesses[session]
                        * weights[session]
                        * byLength[sessions.to(session) - sessions.from(session)];
                likenesses[session] = 0;
                // Likeness is not negative, so its bits order as it does.
                keys[at] = ((long) Float.floatToIntBits(like) << 32) | session;
            }
            Arrays.sort(keys, 0, count);
            return Math.max(0, count - likeness.neighbours());
        }

        private void follow(int session, float like, Evidence evidence) {
            int match = newestMatch[session];
            int place = sessions.to(session) - 1;
            while (sessions.item(place) != match) {
                place--;
            }
            float amount = like;
            for (int at = place + 1; at < sessions.to(session); at++) {
                propose(sessions.item(at), amount, evidence);
                amount *= following.distanceDecay();
            }
            amount = like * following.backward();
            for (int at = place - 1; at >= sessions.from(session); at--) {
                propose(sessions.item(at), amount, evidence);
                amount *= following.distanceDecay();
            }
            propose(match, like * following.self(), evidence);
        }

        private void propose(int item, float amount, Evidence evidence) {
            evidence.add(item, amount * proposing[item]);
        }
    }
}
