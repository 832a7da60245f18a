package io.sluice.models;

import io.sluice.schemas.Action;
import java.io.IOException;

/**
 * How much each action says about a shopper's interest. Actions that are not named here say nothing: models neither
 * learn from them nor take them as context.
 *
 * <p>Each weight is finite and at least 0.
 */
public record ActionWeights(float view, float click, float addToCart, float purchase) {
    /** Every named action counts the same. */
    public static final ActionWeights EQUAL = new ActionWeights(1, 1, 1, 1);

    public ActionWeights {
        for (float weight : new float[] {view, click, addToCart, purchase}) {
            if (!(weight >= 0) || Float.isInfinite(weight)) {
                throw new IllegalArgumentException("an action weight is finite and at least 0, got " + weight);
            }
        }
    }

    /** The weight of {@code action}; 0 for one that says nothing. */
    public float of(Action action) {
        return switch (action) {
            case VIEW -> view;
            case CLICK -> click;
            case ADD_TO_CART -> addToCart;
            case PURCHASE -> purchase;
            case UNKNOWN, IMPRESSION, SERVED, REMOVE_FROM_CART, CHECKOUT, REFUND -> 0;
        };
    }

    void write(FieldWriter out) throws IOException {
        out.number(view);
        out.number(click);
        out.number(addToCart);
        out.number(purchase);
    }

    static ActionWeights read(FieldReader in) {
        return new ActionWeights(in.number(), in.number(), in.number(), in.number());
    }
}
