package io.sluice.dataset;

import io.sluice.schemas.Action;
import java.time.Instant;
import java.util.List;

/**
 * One item that was shown to a shopper, and what came of it: a row of the {@code examples} table.
 *
 * @param impressionId event id of the impression
 * @param user pseudonymous key
 * @param session assigned by the session gap
 * @param item what was shown
 * @param position place in the list, from 1
 * @param eventTime of the impression
 * @param informedUntil the latest event time that shaped the label or the row's selection
 * @param revision 0, and one more for each later change of the label; readers take the highest in their cut
 * @param outcome the strongest of CLICK, ADD_TO_CART and PURCHASE that followed within its window, else IMPRESSION
 * @param weight how many shown items this row stands for (passed-over items are sampled)
 * @param features values in the order of {@code ExampleFeatures.NAMES} of the module {@code features}; not-a-number
 *     where unknown
 */
public record Example(
        String impressionId,
        String user,
        String session,
        String item,
        int position,
        Instant eventTime,
        Instant informedUntil,
        int revision,
        Action outcome,
        double weight,
        List<Double> features) {
    public Example {
        features = List.copyOf(features);
    }
}
