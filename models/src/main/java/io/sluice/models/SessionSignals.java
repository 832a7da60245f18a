package io.sluice.models;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * The items that past sessions propose to a session, and what they tell of each: session k-NN of two kinds, transitions
 * around the newest items and one session further, a sequence network, how the item stands in the session itself, and
 * how it is faring. Training and scoring call
 * this one definition. Immutable and safe for use by several threads.
 */
public final class SessionSignals {
    private static final SessionKnnModel.Shape NEAR = new SessionKnnModel.Shape(
            new SessionKnnModel.Likeness(1000, 20, 0.6f, 1.5f, 0.25f),
            new SessionKnnModel.Following(0.75f, 0.9f, 1.5f, 1));
    private static final SessionKnnModel.Shape WIDE = new SessionKnnModel.Shape(
            new SessionKnnModel.Likeness(200, 20, 0.9f, 1, 0), new SessionKnnModel.Following(0.9f, 0.5f, 0, 0));
    private static final double NEAR_AGEING = 1;
    private static final double WIDE_AGEING = 3;
    private static final double TRANSITION_AGEING = 1.5;
    private static final int TRANSITIONS_PER_ITEM = 2000;
    private static final int OWN_ITEMS = 30;
    private static final int UNRANKED = 200;
    private static final int NOT_IN_SESSION = 99;
    private static final float LEAST_SHARE = 0.01f;

    private final PastSessions sessions;
    private final ItemTraces traces;
    private final Set<SessionSignal> signals;
    private final Optional<SequenceNetwork> network;
    private final int depth;
    private final Pool<Scratch> scratches;

    private SessionSignals(
            PastSessions sessions, Set<SessionSignal> signals, Optional<SequenceNetwork> network, int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("depth must be at least 1, got " + depth);
        }
        if (!signals.contains(SessionSignal.NEIGHBOURS)
                || signals.contains(SessionSignal.NETWORK) != network.isPresent()) {
            throw new IllegalArgumentException("needs neighbours, and a network if and only if it is a signal, got "
                    + SessionSignal.text(signals));
        }
        if (network.isPresent() && network.get().size() != sessions.catalogSize()) {
            throw new IllegalArgumentException("network and sessions must share a catalogue");
        }
        this.signals = EnumSet.copyOf(signals);
        this.network = network;
        this.sessions = sessions;
        this.traces = new ItemTraces(sessions);
        this.depth = depth;
        Neighbourhood near = new Neighbourhood(sessions, ageing(NEAR_AGEING), NEAR);
        Neighbourhood wide = new Neighbourhood(sessions, ageing(WIDE_AGEING), WIDE);
        float[] weights = ageing(TRANSITION_AGEING);
        this.scratches = new Pool<>(() -> new Scratch(near.new Search(), wide.new Search(), weights));
    }

    /**
     * @param sessions their own weights are not used: a session counts by how many came after it
     * @param signals those used: others propose nothing, and their features are 0
     * @param network if it is among the signals
     * @param depth how many items the strongest signal proposes, others half of that; at least 1
     */
    public static SessionSignals of(
            PastSessions sessions, Set<SessionSignal> signals, Optional<SequenceNetwork> network, int depth) {
        return new SessionSignals(sessions, signals, network, depth);
    }

    /** Names of the features, in the order of their values. */
    public static List<String> names() {
        return SessionFeature.LABELS;
    }

    /** From 1 for the newest down to exp(-rate) for the oldest. */
    private float[] ageing(double rate) {
        float[] weights = new float[sessions.size()];
        for (int session = 0; session < weights.length; session++) {
            weights[session] = (float) StrictMath.exp(-rate * (weights.length - session) / weights.length);
        }
        return weights;
    }

    /**
     * Every item that is proposed to a session and {@code wanted}, with its features.
     *
     * @param trail the session's items, oldest first, at least one
     */
    public Shortlist shortlist(int[] trail, IntPredicate wanted) {
        Shortlist list = new Shortlist(sessions.catalogSize(), SessionFeature.LABELS.size());
        scratches.lend(scratch -> scratch.fill(list, trail, wanted));
        return list;
    }

    /** Where a row stands before anything is learnt: the higher the more neighbours speak for it. */
    public static float prior(Shortlist list, int row) {
        return (float) StrictMath.log(LEAST_SHARE + SessionFeature.KNN_SHARE.of(list, row));
    }

    /** What one query needs at a time. */
    private final class Scratch {
        private final Neighbourhood.Search nearSearch;
        private final Neighbourhood.Search wideSearch;
        private final Evidence near = new Evidence(sessions.catalogSize());
        private final Evidence wide = new Evidence(sessions.catalogSize());
        private final Transitions transitions;
        private final float[] cosines = network.map(SequenceNetwork::room).orElse(new float[0]);

        private Scratch(Neighbourhood.Search near, Neighbourhood.Search wide, float[] weights) {
            this.nearSearch = near;
            this.wideSearch = wide;
            this.transitions = new Transitions(sessions, weights, TRANSITIONS_PER_ITEM);
        }

        private void fill(Shortlist list, int[] trail, IntPredicate wanted) {
            Context context = Context.of(trail, wanted);
            near.clear();
            wide.clear();
            nearSearch.follow(context, near);
            wideSearch.follow(context, wide);
            transitions.count(trail);
            for (int at = Math.max(0, trail.length - OWN_ITEMS);
                    at < trail.length && uses(SessionSignal.SESSION);
                    at++) {
                if (wanted.test(trail[at])) {
                    list.add(trail[at]);
                }
            }
            int[] nearest = near.strongest(depth, wanted);
            int[] widest = wide.strongest((depth + 1) / 2, wanted);
            int[] around = proposed(SessionSignal.TRANSITIONS, transitions.around, wanted);
            int[] aroundAll = proposed(SessionSignal.TRANSITIONS, transitions.aroundAll, wanted);
            int[] beyond = proposed(SessionSignal.BEYOND, transitions.beyond, wanted);
            int[] next = proposed(SessionSignal.TRANSITIONS, transitions.next, wanted);
            int[] alike = network.map(known -> {
                        known.score(trail, cosines);
                        return known.strongest(cosines, depth, wanted);
                    })
                    .orElse(new int[0]);
            for (int[] proposed : List.of(nearest, widest, around, aroundAll, next, beyond, alike)) {
                for (int item : proposed) {
                    list.add(item);
                }
            }
            Ranks ranks = new Ranks(list);
            ranks.place(SessionFeature.KNN_RANK, nearest);
            ranks.place(SessionFeature.WIDE_KNN_RANK, widest);
            ranks.place(SessionFeature.AROUND_RANK, around);
            ranks.place(SessionFeature.AROUND_ALL_RANK, aroundAll);
            ranks.place(SessionFeature.BEYOND_RANK, beyond);
            ranks.place(SessionFeature.NETWORK_RANK, alike);
            describe(list, trail, best(near, nearest), best(wide, widest), best(transitions.around, around));
            silence(list);
        }

        private int[] proposed(SessionSignal signal, Evidence evidence, IntPredicate wanted) {
            return uses(signal) ? evidence.strongest((depth + 1) / 2, wanted) : new int[0];
        }

        private static float best(Evidence evidence, int[] strongest) {
            return strongest.length == 0 ? 1 : evidence.of(strongest[0]);
        }

        private void describe(Shortlist list, int[] trail, float bestNear, float bestWide, float bestAround) {
            float next = transitions.next.total() + 1;
            float previous = transitions.previous.total() + 1;
            float pair = transitions.nextOfPair.total() + 0.5f;
            float second = transitions.afterSecond.total() + 1;
            float aroundSecond = Math.max(transitions.aroundSecond.most(), Float.MIN_NORMAL);
            float aroundAll = Math.max(transitions.aroundAll.most(), Float.MIN_NORMAL);
            float beyond = Math.max(transitions.beyond.most(), Float.MIN_NORMAL);
            Returns returns = new Returns(trail);
            for (int row = 0; row < list.size(); row++) {
                int item = list.item(row);
                SessionFeature.KNN.set(list, row, near.of(item));
                SessionFeature.KNN_SHARE.set(list, row, near.of(item) / bestNear);
                SessionFeature.WIDE_KNN_SHARE.set(list, row, wide.of(item) / bestWide);
                SessionFeature.NEXT.set(list, row, transitions.next.of(item));
                SessionFeature.NEXT_SHARE.set(list, row, transitions.next.of(item) / next);
                SessionFeature.PREVIOUS_SHARE.set(list, row, transitions.previous.of(item) / previous);
                SessionFeature.AROUND_SHARE.set(list, row, transitions.around.of(item) / bestAround);
                float newest = transitions.newestNext.of(item);
                SessionFeature.NEXT_AGE.set(list, row, newest == 0 ? 2 : 1 - (newest - 1) / sessions.size());
                SessionFeature.NEXT_OF_PAIR.set(list, row, transitions.nextOfPair.of(item));
                SessionFeature.NEXT_OF_PAIR_SHARE.set(list, row, transitions.nextOfPair.of(item) / pair);
                SessionFeature.AFTER_SECOND_SHARE.set(list, row, transitions.afterSecond.of(item) / second);
                SessionFeature.AROUND_SECOND_SHARE.set(list, row, transitions.aroundSecond.of(item) / aroundSecond);
                SessionFeature.AROUND_ALL_SHARE.set(list, row, transitions.aroundAll.of(item) / aroundAll);
                returns.place(list, row, trail);
                trace(list, row, item);
                SessionFeature.LENGTH.set(list, row, trail.length);
                SessionFeature.DISTINCT_SHARE.set(list, row, returns.distinctShare);
                SessionFeature.NEWEST_REPEATS.set(list, row, returns.newestRepeats);
                SessionFeature.KNN_BEST.set(list, row, bestNear);
                SessionFeature.NEWEST_SESSIONS.set(list, row, traces.sessionsWith(trail[trail.length - 1]));
                SessionFeature.REPEATS_SHARE.set(list, row, returns.repeatsShare);
                SessionFeature.BEYOND_SHARE.set(list, row, transitions.beyond.of(item) / beyond);
            }
            network.ifPresent(known -> compare(known, list, trail[trail.length - 1]));
        }

        private void compare(SequenceNetwork known, Shortlist list, int newest) {
            float best = -1;
            for (int row = 0; row < list.size(); row++) {
                best = Math.max(best, cosines[list.item(row)]);
            }
            for (int row = 0; row < list.size(); row++) {
                SessionFeature.NETWORK.set(list, row, cosines[list.item(row)]);
                SessionFeature.NETWORK_SHARE.set(list, row, cosines[list.item(row)] - best);
                SessionFeature.LIKENESS_TO_NEWEST.set(list, row, known.likeness(list.item(row), newest));
            }
        }
    }

    private boolean uses(SessionSignal signal) {
        return signals.contains(signal);
    }

    private void silence(Shortlist list) {
        for (SessionFeature feature : SessionFeature.values()) {
            for (int row = 0; row < list.size() && !uses(feature.signal()); row++) {
                feature.set(list, row, 0);
            }
        }
    }

    private void trace(Shortlist list, int row, int item) {
        SessionFeature.SESSIONS.set(list, row, traces.sessionsWith(item));
        SessionFeature.RECENT.set(list, row, traces.recent(item));
        SessionFeature.TREND.set(list, row, traces.trend(item));
        SessionFeature.FIRST_AGE.set(list, row, traces.firstAge(item));
        SessionFeature.LAST_AGE.set(list, row, traces.lastAge(item));
        SessionFeature.REPEATED.set(list, row, traces.repeated(item));
        SessionFeature.REPEATED_AT_ONCE.set(list, row, traces.repeatedAtOnce(item));
    }

    /** Writes ranks, those of items that a signal does not propose as {@value #UNRANKED}. */
    private record Ranks(Shortlist list) {
        private void place(SessionFeature feature, int[] items) {
            for (int row = 0; row < list.size(); row++) {
                feature.set(list, row, UNRANKED);
            }
            for (int rank = 0; rank < items.length; rank++) {
                feature.set(list, list.row(items[rank]), rank);
            }
        }
    }

    /** How the session returns to items. */
    private static final class Returns {
        private final float distinctShare;
        private final float newestRepeats;
        private final float repeatsShare;

        private Returns(int[] trail) {
            int length = trail.length;
            int repeats = 0;
            int distinct = 0;
            for (int at = 0; at < length; at++) {
                repeats += at > 0 && trail[at] == trail[at - 1] ? 1 : 0;
                distinct += isFirst(trail, at) ? 1 : 0;
            }
            distinctShare = (float) distinct / length;
            newestRepeats = length > 1 && trail[length - 1] == trail[length - 2] ? 1 : 0;
            repeatsShare = length > 1 ? (float) repeats / (length - 1) : -1;
        }

        private static boolean isFirst(int[] trail, int at) {
            for (int before = 0; before < at; before++) {
                if (trail[before] == trail[at]) {
                    return false;
                }
            }
            return true;
        }

        private void place(Shortlist list, int row, int[] trail) {
            int item = list.item(row);
            int newest = trail[trail.length - 1];
            int visits = 0;
            int distance = NOT_IN_SESSION;
            int first = 0;
            int followed = 0;
            for (int back = 0; back < trail.length; back++) {
                int at = trail.length - 1 - back;
                if (trail[at] == item) {
                    visits++;
                    distance = Math.min(distance, back);
                    first = back + 1;
                    followed += at > 0 && trail[at - 1] == newest ? 1 : 0;
                }
            }
            SessionFeature.VISITS.set(list, row, visits);
            SessionFeature.DISTANCE_BACK.set(list, row, distance);
            SessionFeature.FIRST_PLACE.set(list, row, first);
            SessionFeature.FOLLOWED_NEWEST.set(list, row, followed);
        }
    }

    int catalogSize() {
        return sessions.catalogSize();
    }

    void write(FieldWriter out) throws IOException {
        sessions.write(out);
        out.whole(depth);
        out.text(SessionSignal.text(signals));
        if (network.isPresent()) {
            network.get().write(out);
        }
    }

    static SessionSignals read(int catalogSize, FieldReader in) {
        PastSessions sessions = PastSessions.read(catalogSize, in);
        int depth = in.whole();
        Set<SessionSignal> signals = SessionSignal.parse(in.text());
        Optional<SequenceNetwork> network =
                signals.contains(SessionSignal.NETWORK) ? Optional.of(SequenceNetwork.read(in)) : Optional.empty();
        return new SessionSignals(sessions, signals, network, depth);
    }
}
