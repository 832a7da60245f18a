package io.sluice.features;

import java.util.Comparator;

/**
 * What the inventory said of one item. A property that it leaves unchanged is null here, and only here: these travel
 * through engines whose serializers know no {@code Optional}.
 *
 * @param timeMillis from when it holds
 * @param arrivalMillis when Sluice's edge first saw it
 */
public record Statement(
        long timeMillis,
        long arrivalMillis,
        String eventId,
        Long priceMinor,
        Integer stock,
        Boolean available,
        String category,
        String brand,
        Boolean delisted) {
    /** Of two statements about one property the later one holds. */
    public static final Comparator<Statement> PRECEDENCE = Comparator.comparingLong(Statement::timeMillis)
            .thenComparingLong(Statement::arrivalMillis)
            .thenComparing(Statement::eventId);

    boolean isVisibleTo(long eventMillis, long eventArrivalMillis) {
        return timeMillis <= eventMillis && arrivalMillis <= eventArrivalMillis;
    }
}
