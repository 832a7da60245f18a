package io.sluice.featurepipeline;

import java.util.Arrays;

/**
 * A list that was shown, waiting for its click window to pass.
 *
 * @param shopper {@code Shopper.toBytes} as of the impression
 * @param stages how far the shopper went, by place in the list
 * @param informed the latest time of happening or arrival that shaped the stage, by place
 */
public record OpenList(ShopEvent event, byte[] shopper, Stage[] stages, long[] informed) {
    /** The place of an item in the list, the first if it is there twice; -1 if it is not there. */
    int place(String item) {
        String[] items = event.items();
        for (int at = 0; at < items.length; at++) {
            if (items[at].equals(item)) {
                return at;
            }
        }
        return -1;
    }

    /** The latest time that shaped the choice among those passed over: it depends on every stage in the list. */
    long informedOfAll() {
        return Arrays.stream(informed).max().orElseThrow();
    }
}
