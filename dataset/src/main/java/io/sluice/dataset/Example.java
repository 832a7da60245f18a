package io.sluice.dataset;

import io.sluice.schemas.Action;
import java.time.Instant;
import java.util.Comparator;

/**
 * One item that was shown to a shopper, and what came of it: a row of the {@code examples} table.
 *
 * @param impressionId event id of the impression
 * @param user pseudonymous key
 * @param session user key and start of the session, impressions included; begins no later than the session of the
 *     interactions table
 * @param item what was shown
 * @param position place in the list, from 1
 * @param eventTime of the impression
 * @param informedUntil the latest time of happening or arrival that shaped the label or the row's selection; never before
 *     the end of the click window
 * @param revision 0, and one more for each later change of the label; readers take the highest in their cut
 * @param outcome the furthest of CLICK, ADD_TO_CART and PURCHASE that followed within its window, else IMPRESSION
 * @param weight how many shown items this row stands for (passed-over items are sampled)
 * @param definition which feature definitions made the values: {@code ExampleFeatures.definition} of the module
 *     {@code features}
 * @param features in the order of {@code ExampleFeatures.names}
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
        String definition,
        FeatureValues features) {
    /** The one order of examples; rows of one key stand together, the highest revision last. */
    static final Comparator<Example> ORDER = Comparator.comparing(Example::eventTime)
            .thenComparing(Example::impressionId)
            .thenComparing(Example::user)
            .thenComparing(Example::item)
            .thenComparingInt(Example::revision);

    /** Whether something came of it. */
    public boolean isPositive() {
        return outcome != Action.IMPRESSION;
    }

    boolean hasKeyOf(Example other) {
        return impressionId.equals(other.impressionId) && user.equals(other.user) && item.equals(other.item);
    }
}
