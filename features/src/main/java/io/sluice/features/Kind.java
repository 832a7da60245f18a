package io.sluice.features;

import io.sluice.schemas.Action;
import java.util.Optional;

/** The kinds of events that are counted, for shoppers and for items. */
public enum Kind {
    SHOWN,
    ENGAGED,
    CARTED,
    BOUGHT;

    static final int COUNT = values().length;

    /** What an action counts as, if it counts at all. */
    public static Optional<Kind> of(Action action) {
        return switch (action) {
            case IMPRESSION -> Optional.of(SHOWN);
            case CLICK, VIEW -> Optional.of(ENGAGED);
            case ADD_TO_CART -> Optional.of(CARTED);
            case PURCHASE -> Optional.of(BOUGHT);
            case UNKNOWN, SERVED, REMOVE_FROM_CART, CHECKOUT, REFUND -> Optional.empty();
        };
    }
}
