package io.sluice.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The shop's items over time: which style each belongs to, when it is listed and delisted, when it is out of stock, what it
 * costs. A function of (seed, item, time); all changes happen at fixed moments of a day. Immutable.
 */
final class Assortment {
    static final int STYLES = 24;
    private static final String[] DEPARTMENTS = {"Apparel", "Home", "Office", "Outdoor", "Toys", "Bags"};
    private static final double OUT_OF_STOCK = 0.04;
    private static final double REPRICED = 0.03;
    private static final double LISTED_FROM_THE_START = 0.75;
    private static final double EVER_DELISTED = 0.2;

    private final ShopConfig config;
    private final List<List<Integer>> byStyle = new ArrayList<>();

    Assortment(ShopConfig config) {
        this.config = config;
        for (int style = 0; style < STYLES; style++) {
            byStyle.add(new ArrayList<>());
        }
        for (int item = 0; item < config.items(); item++) {
            byStyle.get(style(item)).add(item);
        }
    }

    String id(int item) {
        return String.format("item-%04d", item);
    }

    int style(int item) {
        return item % STYLES;
    }

    List<Integer> ofStyle(int style) {
        return byStyle.get(style);
    }

    String category(int item) {
        int style = style(item);
        return DEPARTMENTS[style % DEPARTMENTS.length] + "/Style-" + style;
    }

    int day(Instant time) {
        return Math.toIntExact(Duration.between(config.start(), time).toDays());
    }

    Instant startOf(int day) {
        return config.start().plus(Duration.ofDays(day));
    }

    /** When on that day this item's changes take effect: in the small hours. */
    Instant changeMoment(int item, int day) {
        return startOf(day).plusMillis(Noise.below(3 * 3_600_000, config.seed(), 1, item, day));
    }

    /** The day whose state holds for the item at {@code time}; -1 before its first change moment. */
    private int stateDay(int item, Instant time) {
        int day = day(time);
        return time.isBefore(changeMoment(item, day)) ? day - 1 : day;
    }

    boolean sellable(int item, Instant time) {
        int day = stateDay(item, time);
        return day >= 0 && listed(item, day) && stock(item, day) > 0;
    }

    boolean listed(int item, int day) {
        return day >= listedOn(item) && day < delistedOn(item);
    }

    private int listedOn(int item) {
        return Noise.uniform(config.seed(), 2, item) < LISTED_FROM_THE_START
                ? 0
                : 1 + Noise.below(60, config.seed(), 3, item);
    }

    private int delistedOn(int item) {
        return Noise.uniform(config.seed(), 4, item) < EVER_DELISTED
                ? listedOn(item) + 3 + Noise.below(40, config.seed(), 5, item)
                : Integer.MAX_VALUE;
    }

    int stock(int item, int day) {
        return Noise.uniform(config.seed(), 6, item, day / 2) < OUT_OF_STOCK
                ? 0
                : 5 + Noise.below(200, config.seed(), 7, item, day);
    }

    long priceMinor(int item, int day) {
        long price = 500 + Noise.below(15_000, config.seed(), 8, item);
        for (int past = 1; past <= day; past++) {
            if (Noise.uniform(config.seed(), 9, item, past) < REPRICED) {
                price = Math.round(price * (0.75 + 0.5 * Noise.uniform(config.seed(), 10, item, past)));
            }
        }
        return price;
    }

    boolean repriced(int item, int day) {
        return Noise.uniform(config.seed(), 9, item, day) < REPRICED;
    }
}
