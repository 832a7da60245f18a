package io.sluice.featurepipeline;

import io.sluice.dataset.EventHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which places of a list become examples: all that were taken, and a few of those passed over, each standing for its share
 * of them. The few are those with the least hash of (seed, event id, place): no order of processing has a say.
 *
 * @param passedOver places, ascending hash
 * @param weight of each of them
 */
record Choice(List<Integer> positive, List<Integer> passedOver, double weight) {
    static Choice of(OpenList list, LabelConfig config) {
        List<Integer> positive = new ArrayList<>();
        List<Integer> passed = new ArrayList<>();
        for (int place = 0; place < list.stages().length; place++) {
            if (list.stages()[place].isPositive()) {
                positive.add(place);
            } else if (list.stages()[place] == Stage.PASSED_OVER) {
                passed.add(place);
            }
        }
        int most = positive.isEmpty() ? config.negativesPerQuietList() : config.negativesPerPositive();
        String event = list.event().eventId();
        passed.sort(Comparator.comparingLong(place -> EventHash.of(config.seed(), event, place)));
        List<Integer> kept = List.copyOf(passed.subList(0, Math.min(most, passed.size())));
        return new Choice(positive, kept, kept.isEmpty() ? 0 : (double) passed.size() / kept.size());
    }
}
