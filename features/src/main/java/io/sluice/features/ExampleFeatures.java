package io.sluice.features;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * The features of an example, in the order of their columns: first what the shopper's side knows ({@link #ofShowing}), then
 * what all shoppers together did with the item ({@link #ofItem}). Pure functions; counts enter as log(1 + count), times as
 * log(1 + seconds or hours), so that they stay comparable over years. See docs/algorithms/features.md.
 */
public final class ExampleFeatures {
    /** Raised by hand whenever a formula below changes its values; a test pins values to it. */
    private static final int REVISION = 1;

    private static final double DAY_MILLIS = 86_400_000;

    private record OfShowing(Feature feature, ToDoubleFunction<Showing> value) {}

    private record OfItem(Feature feature, ToDoubleBiFunction<ItemTrend, Long> value) {}

    private static final List<OfShowing> SHOWING = List.of(
            showing("position", 0, 8, at -> logOf(at.position() - 1)),
            showing("list-size", 0, 8, at -> logOf(at.listSize())),
            showing("hour-sin", -1, 1, at -> StrictMath.sin(hourAngle(at.timeMillis()))),
            showing("hour-cos", -1, 1, at -> StrictMath.cos(hourAngle(at.timeMillis()))),
            showing("shopper-shown-hour", 0, 8, at -> logOf(count(at, Kind.SHOWN, Decay.HOUR))),
            showing("shopper-engaged-hour", 0, 8, at -> logOf(count(at, Kind.ENGAGED, Decay.HOUR))),
            showing("shopper-engaged-day", 0, 8, at -> logOf(count(at, Kind.ENGAGED, Decay.DAY))),
            showing("shopper-engaged-week", 0, 8, at -> logOf(count(at, Kind.ENGAGED, Decay.WEEK))),
            showing("shopper-carted-day", 0, 8, at -> logOf(count(at, Kind.CARTED, Decay.DAY))),
            showing("shopper-bought-week", 0, 8, at -> logOf(count(at, Kind.BOUGHT, Decay.WEEK))),
            showing(
                    "shopper-click-rate",
                    0,
                    4,
                    at -> Rate.CLICKS_PER_LIST.of(
                            count(at, Kind.ENGAGED, Decay.WEEK), count(at, Kind.SHOWN, Decay.WEEK))),
            showing(
                    "shopper-conversion",
                    0,
                    1,
                    at -> Rate.PURCHASES_PER_CLICK.of(
                            count(at, Kind.BOUGHT, Decay.WEEK), count(at, Kind.ENGAGED, Decay.WEEK))),
            showing("session-position", 0, 8, at -> logOf(at.shopper().sessionEvents(at.timeMillis()))),
            showing(
                    "session-age",
                    0,
                    12,
                    at -> logSeconds(Optional.of(at.timeMillis() - at.shopper().sessionStart(at.timeMillis())))),
            showing("since-last-event", 0, 17, at -> logSeconds(at.shopper().idleMillis(at.timeMillis()))),
            showing("item-turned-to", 0, 6, at -> logOf(at.shopper().turnedTo(at.item(), at.timeMillis()))),
            showing("since-item", 0, 17, at -> logSeconds(at.shopper().sinceMillis(at.item(), at.timeMillis()))),
            showing("item-in-cart", 0, 1, at -> at.shopper().hasInCart(at.item()) ? 1 : 0),
            showing("category-affinity", 0, 1, ExampleFeatures::affinity),
            showing("price", 0, 20, at -> logPrice(at).orElse(Double.NaN)),
            showing("price-to-usual", -5, 5, ExampleFeatures::priceToUsual),
            showing("price-change", -2, 2, at -> priceChange(at.offer())),
            showing("since-price-change", 0, 12, ExampleFeatures::sincePriceChange),
            showing(
                    "since-restock",
                    0,
                    12,
                    at -> at.offer().restockedMillis() == null
                            ? Double.NaN
                            : logHours(at.timeMillis() - at.offer().restockedMillis())),
            showing(
                    "sellable",
                    0,
                    1,
                    at -> at.offer().equals(Offer.UNKNOWN)
                            ? Double.NaN
                            : at.offer().sellable() ? 1 : 0),
            showing(
                    "stock",
                    0,
                    12,
                    at -> at.offer().stock().isEmpty()
                            ? Double.NaN
                            : logOf(StrictMath.max(0, at.offer().stock().getAsInt()))));

    private static final List<OfItem> ITEM = List.of(
            item("item-shown-hour", 0, 16, (trend, at) -> logOf(trend.count(Kind.SHOWN, Decay.HOUR, at))),
            item("item-shown-week", 0, 16, (trend, at) -> logOf(trend.count(Kind.SHOWN, Decay.WEEK, at))),
            item("item-engaged-hour", 0, 16, (trend, at) -> logOf(trend.count(Kind.ENGAGED, Decay.HOUR, at))),
            item("item-engaged-day", 0, 16, (trend, at) -> logOf(trend.count(Kind.ENGAGED, Decay.DAY, at))),
            item("item-engaged-week", 0, 16, (trend, at) -> logOf(trend.count(Kind.ENGAGED, Decay.WEEK, at))),
            item("item-carted-day", 0, 16, (trend, at) -> logOf(trend.count(Kind.CARTED, Decay.DAY, at))),
            item("item-bought-week", 0, 16, (trend, at) -> logOf(trend.count(Kind.BOUGHT, Decay.WEEK, at))),
            item(
                    "item-click-rate-day",
                    0,
                    1,
                    (trend, at) -> Rate.CLICKS_PER_SHOWING.of(
                            trend.count(Kind.ENGAGED, Decay.DAY, at), trend.count(Kind.SHOWN, Decay.DAY, at))),
            item(
                    "item-click-rate-week",
                    0,
                    1,
                    (trend, at) -> Rate.CLICKS_PER_SHOWING.of(
                            trend.count(Kind.ENGAGED, Decay.WEEK, at), trend.count(Kind.SHOWN, Decay.WEEK, at))),
            item(
                    "item-cart-rate",
                    0,
                    1,
                    (trend, at) -> Rate.CARTS_PER_CLICK.of(
                            trend.count(Kind.CARTED, Decay.WEEK, at), trend.count(Kind.ENGAGED, Decay.WEEK, at))),
            item(
                    "item-conversion",
                    0,
                    1,
                    (trend, at) -> Rate.PURCHASES_PER_CLICK.of(
                            trend.count(Kind.BOUGHT, Decay.WEEK, at), trend.count(Kind.ENGAGED, Decay.WEEK, at))),
            item(
                    "item-trend",
                    -5,
                    5,
                    (trend, at) -> logOf(trend.count(Kind.ENGAGED, Decay.DAY, at))
                            - logOf(trend.count(Kind.ENGAGED, Decay.WEEK, at) / 7)));

    private static final List<Feature> ALL = all();

    private ExampleFeatures() {}

    /** Every feature, in the order of the columns. */
    public static List<Feature> all() {
        List<Feature> features = new ArrayList<>();
        SHOWING.forEach(one -> features.add(one.feature));
        ITEM.forEach(one -> features.add(one.feature));
        return List.copyOf(features);
    }

    /** Their names. */
    public static List<String> names() {
        return ALL.stream().map(Feature::name).toList();
    }

    /** How many there are. */
    public static int width() {
        return ALL.size();
    }

    /** The first columns: what the shopper's side knows of one showing. */
    public static float[] ofShowing(Showing showing) {
        float[] values = new float[SHOWING.size()];
        for (int at = 0; at < values.length; at++) {
            OfShowing one = SHOWING.get(at);
            values[at] = one.feature.stored(one.value.applyAsDouble(showing));
        }
        return values;
    }

    /** The other columns: what everybody did with the item in whole steps before {@code millis}. */
    public static float[] ofItem(ItemTrend trend, long millis) {
        float[] values = new float[ITEM.size()];
        for (int at = 0; at < values.length; at++) {
            OfItem one = ITEM.get(at);
            values[at] = one.feature.stored(one.value.applyAsDouble(trend, millis));
        }
        return values;
    }

    /** Both parts as one row. */
    public static float[] joined(float[] ofShowing, float[] ofItem) {
        float[] whole = Arrays.copyOf(ofShowing, ofShowing.length + ofItem.length);
        System.arraycopy(ofItem, 0, whole, ofShowing.length, ofItem.length);
        return whole;
    }

    /**
     * A fingerprint of the definitions: the first sixteen hexadecimal digits of SHA-256 over names, ranges, half-lives, steps,
     * priors and the revision of the formulas. Equal fingerprints, equal features.
     */
    public static String definition() {
        StringBuilder text = new StringBuilder("revision " + REVISION + "\n");
        ALL.forEach(feature -> text.append(feature).append('\n'));
        text.append(Decay.HALF_LIVES)
                .append(ItemTally.STEP)
                .append(Shopper.SESSION_GAP)
                .append(Shopper.MEMORY)
                .append(ItemTrend.MEMORY);
        text.append(Shopper.CATEGORIES).append('/').append(Shopper.ITEMS).append(List.of(Rate.values()));
        for (Rate rate : Rate.values()) {
            text.append(rate.prior).append('/').append(rate.weight).append('\n');
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, 16);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    /** A rate of rare events, drawn towards a prior by as many trials as {@code weight} says. */
    private enum Rate {
        CLICKS_PER_LIST(0.5, 2),
        CLICKS_PER_SHOWING(0.03, 100),
        CARTS_PER_CLICK(0.1, 20),
        PURCHASES_PER_CLICK(0.02, 50);

        private final double prior;
        private final double weight;

        Rate(double prior, double weight) {
            this.prior = prior;
            this.weight = weight;
        }

        private double of(double successes, double trials) {
            return (successes + prior * weight) / (trials + weight);
        }
    }

    private static OfShowing showing(String name, double low, double high, ToDoubleFunction<Showing> value) {
        return new OfShowing(new Feature(name, low, high), value);
    }

    private static OfItem item(String name, double low, double high, ToDoubleBiFunction<ItemTrend, Long> value) {
        return new OfItem(new Feature(name, low, high), value);
    }

    private static double count(Showing showing, Kind kind, int speed) {
        return showing.shopper().count(kind, speed, showing.timeMillis());
    }

    private static double logOf(double count) {
        return StrictMath.log1p(count);
    }

    private static double logSeconds(Optional<Long> millis) {
        return millis.isPresent() ? logOf(StrictMath.max(0, millis.get()) / 1e3) : Double.NaN;
    }

    private static double logHours(long millis) {
        return logOf(StrictMath.max(0, millis) / 3.6e6);
    }

    private static double hourAngle(long millis) {
        return 2 * StrictMath.PI * StrictMath.floorMod(millis, (long) DAY_MILLIS) / DAY_MILLIS;
    }

    private static double affinity(Showing at) {
        String category = at.offer().category();
        return category.isEmpty() ? Double.NaN : at.shopper().affinity(category).orElse(Double.NaN);
    }

    private static Optional<Double> logPrice(Showing at) {
        Long price = at.offer().price();
        return price == null || price <= 0 ? Optional.empty() : Optional.of(StrictMath.log(price));
    }

    private static double priceToUsual(Showing at) {
        Optional<Double> price = logPrice(at);
        Optional<Double> usual = at.shopper().usualLogPrice();
        return price.isPresent() && usual.isPresent() ? price.get() - usual.get() : Double.NaN;
    }

    private static double priceChange(Offer offer) {
        if (offer.price() == null) {
            return Double.NaN;
        }
        boolean comparable = offer.priceBefore() != null && offer.priceBefore() > 0 && offer.price() > 0;
        return comparable ? StrictMath.log((double) offer.price() / offer.priceBefore()) : 0;
    }

    private static double sincePriceChange(Showing at) {
        return at.offer().price() == null
                ? Double.NaN
                : logHours(at.timeMillis() - at.offer().priceSinceMillis());
    }
}
