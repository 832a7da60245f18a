package io.sluice.models;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The columns that {@link SessionSignals} fill per candidate, each with the signal it belongs to. A {@code SHARE} is relative
 * to the best candidate or to the sum, a {@code RANK} counts from 0.
 */
enum SessionFeature {
    KNN(SessionSignal.NEIGHBOURS),
    KNN_SHARE(SessionSignal.NEIGHBOURS),
    KNN_RANK(SessionSignal.NEIGHBOURS),
    WIDE_KNN_SHARE(SessionSignal.NEIGHBOURS),
    WIDE_KNN_RANK(SessionSignal.NEIGHBOURS),
    NEXT(SessionSignal.TRANSITIONS),
    NEXT_SHARE(SessionSignal.TRANSITIONS),
    PREVIOUS_SHARE(SessionSignal.TRANSITIONS),
    AROUND_SHARE(SessionSignal.TRANSITIONS),
    AROUND_RANK(SessionSignal.TRANSITIONS),
    NEXT_AGE(SessionSignal.TRANSITIONS),
    NEXT_OF_PAIR(SessionSignal.TRANSITIONS),
    NEXT_OF_PAIR_SHARE(SessionSignal.TRANSITIONS),
    AFTER_SECOND_SHARE(SessionSignal.TRANSITIONS),
    AROUND_SECOND_SHARE(SessionSignal.TRANSITIONS),
    AROUND_ALL_SHARE(SessionSignal.TRANSITIONS),
    AROUND_ALL_RANK(SessionSignal.TRANSITIONS),
    VISITS(SessionSignal.SESSION),
    DISTANCE_BACK(SessionSignal.SESSION),
    FIRST_PLACE(SessionSignal.SESSION),
    FOLLOWED_NEWEST(SessionSignal.SESSION),
    SESSIONS(SessionSignal.ITEMS),
    RECENT(SessionSignal.ITEMS),
    TREND(SessionSignal.ITEMS),
    FIRST_AGE(SessionSignal.ITEMS),
    LAST_AGE(SessionSignal.ITEMS),
    REPEATED(SessionSignal.ITEMS),
    REPEATED_AT_ONCE(SessionSignal.ITEMS),
    LENGTH(SessionSignal.SESSION),
    DISTINCT_SHARE(SessionSignal.SESSION),
    NEWEST_REPEATS(SessionSignal.SESSION),
    KNN_BEST(SessionSignal.NEIGHBOURS),
    NEWEST_SESSIONS(SessionSignal.ITEMS),
    REPEATS_SHARE(SessionSignal.SESSION),
    BEYOND_SHARE(SessionSignal.BEYOND),
    BEYOND_RANK(SessionSignal.BEYOND),
    NETWORK(SessionSignal.NETWORK),
    NETWORK_SHARE(SessionSignal.NETWORK),
    NETWORK_RANK(SessionSignal.NETWORK),
    LIKENESS_TO_NEWEST(SessionSignal.NETWORK);

    /** In the order of the columns, as reports and trees name them. */
    static final List<String> LABELS =
            Arrays.stream(values()).map(SessionFeature::label).toList();

    private final SessionSignal signal;

    SessionFeature(SessionSignal signal) {
        this.signal = signal;
    }

    SessionSignal signal() {
        return signal;
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    void set(Shortlist list, int row, float value) {
        list.set(row, ordinal(), value);
    }

    float of(Shortlist list, int row) {
        return list.value(row, ordinal());
    }
}
