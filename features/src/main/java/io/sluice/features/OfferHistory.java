package io.sluice.features;

import java.util.Arrays;

/**
 * What the inventory has said of one item, as far as any event to come may see it.
 *
 * @param settled everything before {@code recent}, folded
 * @param recent statements in the order of their precedence, all later than those that {@code settled} holds
 */
public record OfferHistory(Offer settled, Statement[] recent) {
    public static final OfferHistory EMPTY = new OfferHistory(Offer.UNKNOWN, new Statement[0]);

    /** This history and one more statement, which is not older than any that was settled. */
    public OfferHistory with(Statement statement) {
        Statement[] more = Arrays.copyOf(recent, recent.length + 1);
        more[recent.length] = statement;
        Arrays.sort(more, Statement.PRECEDENCE);
        return new OfferHistory(settled, more);
    }

    /**
     * The same for every event to come, in less space.
     *
     * @param settledMillis every event to come happens and arrives after this, and no statement to come is older; so of
     *     what happened and arrived by then everybody sees everything, up to the first statement that arrives later
     */
    public OfferHistory pruned(long settledMillis) {
        Offer folded = settled;
        int first = 0;
        while (first < recent.length && recent[first].isVisibleTo(settledMillis, settledMillis)) {
            folded = folded.after(recent[first++]);
        }
        return first == 0 ? this : new OfferHistory(folded, Arrays.copyOfRange(recent, first, recent.length));
    }

    /** The offer as an event could know it: what had happened by its time and arrived by its arrival. */
    public Offer asOf(long eventMillis, long eventArrivalMillis) {
        Offer offer = settled;
        for (Statement statement : recent) {
            if (statement.isVisibleTo(eventMillis, eventArrivalMillis)) {
                offer = offer.after(statement);
            }
        }
        return offer;
    }
}
