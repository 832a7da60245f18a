package io.sluice.metrics;

import io.sluice.schemas.Action;

/** How much a target counts, by what the shopper did. An action with weight 0 is neither target nor context. */
public record ActionWeights(double view, double click, double addToCart, double purchase) {
    /** What the gate judges by. */
    public static final ActionWeights DEFAULTS = new ActionWeights(1, 1, 3, 6);
    /** What the day-by-day series counts: browsing and carts, each the same. */
    public static final ActionWeights BROWSING = new ActionWeights(1, 1, 1, 0);

    public ActionWeights {
        if (!(view >= 0 && click >= 0 && addToCart >= 0 && purchase >= 0)
                || !Double.isFinite(view + click + addToCart + purchase)) {
            throw new IllegalArgumentException("gate.weights must be finite and not negative, got view=" + view
                    + " click=" + click + " add-to-cart=" + addToCart + " purchase=" + purchase);
        }
    }

    /** The weight of {@code action}; 0 for all that are not named here. */
    public double of(Action action) {
        return switch (action) {
            case VIEW -> view;
            case CLICK -> click;
            case ADD_TO_CART -> addToCart;
            case PURCHASE -> purchase;
            case UNKNOWN, IMPRESSION, SERVED, REMOVE_FROM_CART, CHECKOUT, REFUND -> 0.0;
        };
    }
}
