package io.sluice.featurepipeline;

import java.io.Serializable;
import java.time.Duration;

/**
 * How an impression gets its label, and which passed-over items are kept. Section {@code features.labels}.
 *
 * @param clickWindow how long after an impression the first click on its item counts; the label waits for so long
 * @param cartWindow how long after an impression its item's way into the cart counts, if it was clicked
 * @param purchaseWindow how long after an impression its item's purchase counts, if it was clicked
 * @param negativesPerPositive passed-over items kept of a list of which something was taken, at most
 * @param negativesPerQuietList passed-over items kept of a list of which nothing was taken, at most
 * @param seed of the choice among passed-over items
 */
public record LabelConfig(
        Duration clickWindow,
        Duration cartWindow,
        Duration purchaseWindow,
        int negativesPerPositive,
        int negativesPerQuietList,
        long seed)
        implements Serializable {
    public static final LabelConfig DEFAULTS =
            new LabelConfig(Duration.ofMinutes(30), Duration.ofHours(4), Duration.ofHours(24), 4, 1, 1);
    private static final long serialVersionUID = 1;

    public LabelConfig {
        require(
                clickWindow.toMillis() > 0,
                "features.labels.click-window must be at least a millisecond, got " + clickWindow);
        require(
                cartWindow.compareTo(clickWindow) >= 0,
                "features.labels.cart-window must not be shorter than click-window (" + clickWindow + "), got "
                        + cartWindow);
        require(
                purchaseWindow.compareTo(cartWindow) >= 0,
                "features.labels.purchase-window must not be shorter than cart-window (" + cartWindow + "), got "
                        + purchaseWindow);
        require(
                negativesPerPositive >= 1,
                "features.labels.negatives-per-positive must be at least 1, got " + negativesPerPositive);
        require(
                negativesPerQuietList >= 1,
                "features.labels.negatives-per-quiet-list must be at least 1, or the share of positives is lost, got "
                        + negativesPerQuietList);
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }

    long windowMillis(Stage stage) {
        return switch (stage) {
            case SUPERSEDED, PASSED_OVER, CLICKED -> clickWindow.toMillis();
            case CARTED -> cartWindow.toMillis();
            case BOUGHT -> purchaseWindow.toMillis();
        };
    }
}
