package io.sluice.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What shoppers truly want, and so how good any recommendation to them really is. From one item a shopper goes on to one
 * of its companions ({@value #FOLLOW_SHARE} of the steps), else to an item of the same style by how hot it is
 * ({@value #STYLE_SHARE}), else anywhere. Companions are redrawn every {@value #COMPANION_DAYS} days per item and heat
 * moves like a slow wave, so that what was learnt fades. Immutable.
 */
public final class Tastes {
    static final int COMPANIONS = 6;
    static final int COMPANION_DAYS = 8;
    static final double FOLLOW_SHARE = 0.6;
    static final double STYLE_SHARE = 0.3;
    private static final double[] COMPANION_WEIGHTS = {0.35, 0.25, 0.16, 0.11, 0.08, 0.05};

    private final ShopConfig config;
    private final Assortment assortment;

    /** The tastes of the shoppers of this shop. */
    public Tastes(ShopConfig config) {
        this(config, new Assortment(config));
    }

    Tastes(ShopConfig config, Assortment assortment) {
        this.config = config;
        this.assortment = assortment;
    }

    /**
     * The probability that the shopper's next item, after {@code last}, is one of {@code recommended}.
     *
     * @param last id of the item that the shopper is looking at
     * @param at the moment of the step; only items that can be bought then are ever chosen
     * @param recommended item ids; unknown ones count nothing
     * @return in [0, 1]
     */
    public double utility(String last, Instant at, List<String> recommended) {
        OptionalInt from = index(last);
        if (from.isEmpty()) {
            return 0;
        }
        double[] next = next(from.getAsInt(), at);
        return recommended.stream()
                .distinct()
                .map(this::index)
                .filter(OptionalInt::isPresent)
                .mapToDouble(item -> next[item.getAsInt()])
                .sum();
    }

    /**
     * The list of {@code k} items with the highest utility: what a recommender that knew the tastes would answer.
     *
     * @return best first; empty if {@code last} is unknown
     */
    public List<String> best(String last, Instant at, int k) {
        OptionalInt from = index(last);
        if (from.isEmpty()) {
            return List.of();
        }
        double[] next = next(from.getAsInt(), at);
        return IntStream.range(0, next.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(item -> -next[item]).thenComparing(item -> item))
                .limit(k)
                .map(assortment::id)
                .toList();
    }

    private OptionalInt index(String id) {
        if (!id.matches("item-\\d{4,9}")) {
            return OptionalInt.empty();
        }
        int item = Integer.parseInt(id.substring("item-".length()));
        return item < config.items() ? OptionalInt.of(item) : OptionalInt.empty();
    }

    /** The distribution of the next item after {@code last}, over all items. */
    double[] next(int last, Instant at) {
        double[] chances = new double[config.items()];
        int day = assortment.day(at);
        for (int rank = 0; rank < COMPANIONS; rank++) {
            chances[companion(last, rank, day)] += FOLLOW_SHARE * COMPANION_WEIGHTS[rank];
        }
        spread(chances, assortment.ofStyle(assortment.style(last)), STYLE_SHARE, day);
        for (int item = 0; item < chances.length; item++) {
            chances[item] += (1 - FOLLOW_SHARE - STYLE_SHARE) / chances.length;
        }
        chances[last] = 0;
        return sellableOnly(chances, at);
    }

    private void spread(double[] chances, List<Integer> items, double share, int day) {
        double total = items.stream().mapToDouble(item -> heat(item, day)).sum();
        for (int item : items) {
            chances[item] += share * heat(item, day) / total;
        }
    }

    private double[] sellableOnly(double[] chances, Instant at) {
        double total = 0;
        for (int item = 0; item < chances.length; item++) {
            if (!assortment.sellable(item, at)) {
                chances[item] = 0;
            }
            total += chances[item];
        }
        for (int item = 0; item < chances.length && total > 0; item++) {
            chances[item] /= total;
        }
        return chances;
    }

    /** The item that follows {@code item} with the {@code rank}-th weight; of the same style, mostly. */
    private int companion(int item, int rank, int day) {
        int era = (day + item % COMPANION_DAYS) / COMPANION_DAYS;
        long seed = config.seed();
        if (Noise.uniform(seed, 20, item, rank, era) < 0.8) {
            List<Integer> siblings = assortment.ofStyle(assortment.style(item));
            return siblings.get(Noise.below(siblings.size(), seed, 21, item, rank, era));
        }
        return Noise.below(config.items(), seed, 22, item, rank, era);
    }

    /** How much an item is in fashion: heavy-tailed, moving like a wave of three to six weeks. */
    double heat(int item, int day) {
        double base = 1 / (0.05 + Noise.uniform(config.seed(), 23, item));
        double period = 20 + 20 * Noise.uniform(config.seed(), 24, item);
        double phase = Noise.uniform(config.seed(), 25, item);
        return base * StrictMath.exp(1.2 * StrictMath.sin(2 * StrictMath.PI * (day / period + phase)));
    }

    /** The item a session begins with: the shopper's favourite styles, which drift, then heat. */
    List<Double> openingChances(int shopper, Instant at) {
        int day = assortment.day(at);
        List<Double> chances = new ArrayList<>(config.items());
        for (int item = 0; item < config.items(); item++) {
            double fondness = fondness(shopper, assortment.style(item), day);
            chances.add(assortment.sellable(item, at) ? fondness * heat(item, day) : 0.0);
        }
        return chances;
    }

    private double fondness(int shopper, int style, int day) {
        int month = (day + shopper % 30) / 30;
        double liking = Noise.uniform(config.seed(), 26, shopper, style, month);
        return 0.02 + StrictMath.pow(liking, 6);
    }
}
