package io.sluice.features;

/**
 * One item that is shown to a shopper, with everything that the shopper's side knows at that moment.
 *
 * @param timeMillis when
 * @param position place in the list, from 1
 * @param listSize how many items the list has
 * @param shopper as of the moment: deeds that had happened and arrived before it
 * @param offer as of the moment
 */
public record Showing(long timeMillis, int position, int listSize, String item, Shopper shopper, Offer offer) {
    public Showing {
        if (position < 1 || listSize < 1) {
            throw new IllegalArgumentException(
                    "positions and lists begin at 1, got position " + position + " of " + listSize);
        }
    }
}
