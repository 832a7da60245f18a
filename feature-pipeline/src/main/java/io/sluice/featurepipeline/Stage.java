package io.sluice.featurepipeline;

import io.sluice.schemas.Action;
import java.util.Optional;

/** How far a shopper went with an item that was shown; each stage implies the ones before. */
public enum Stage {
    /** Shown again before the shopper turned to it: neither taken nor passed over, so no example. */
    SUPERSEDED,
    PASSED_OVER,
    CLICKED,
    CARTED,
    BOUGHT;

    /** Where an action takes a shopper, if it takes him anywhere. */
    static Optional<Stage> of(Action action) {
        return switch (action) {
            case CLICK, VIEW -> Optional.of(CLICKED);
            case ADD_TO_CART -> Optional.of(CARTED);
            case PURCHASE -> Optional.of(BOUGHT);
            case UNKNOWN, IMPRESSION, SERVED, REMOVE_FROM_CART, CHECKOUT, REFUND -> Optional.empty();
        };
    }

    boolean isPositive() {
        return compareTo(CLICKED) >= 0;
    }

    /** As the table names it. */
    Action outcome() {
        return switch (this) {
            case SUPERSEDED, PASSED_OVER -> Action.IMPRESSION;
            case CLICKED -> Action.CLICK;
            case CARTED -> Action.ADD_TO_CART;
            case BOUGHT -> Action.PURCHASE;
        };
    }
}
