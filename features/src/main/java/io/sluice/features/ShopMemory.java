package io.sluice.features;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The state of a whole shop in memory: what the pipeline keeps per key, in one place, for serving and for rebuilding
 * features without an engine. Deeds come in the order of their moments; a showing is asked for before deeds of the same
 * moment are added. Not thread-safe.
 */
public final class ShopMemory {
    private final Map<String, Shopper> shoppers = new HashMap<>();
    private final Map<String, OfferHistory> offers = new HashMap<>();
    private final Map<String, ItemTrend> trends = new HashMap<>();
    private final Map<String, TreeMap<Long, ItemTally>> tallies = new HashMap<>();

    /** One more statement of the inventory; in any order. */
    public void add(String item, Statement statement) {
        offers.merge(item, OfferHistory.EMPTY.with(statement), (held, ignored) -> held.with(statement));
    }

    /** One more deed of a shopper. */
    public void add(String shopper, Deed deed) {
        shoppers.put(shopper, shopper(shopper).at(deed.momentMillis()).after(deed));
        Kind.of(deed.action()).ifPresent(kind -> {
            for (String item : deed.items()) {
                tally(item, ItemTally.step(deed.momentMillis()), kind);
            }
        });
    }

    private void tally(String item, long step, Kind kind) {
        tallies.computeIfAbsent(item, ignored -> new TreeMap<>())
                .merge(step, ItemTally.none(item, step).with(kind), ItemTally::plus);
    }

    public Shopper shopper(String shopper) {
        return shoppers.getOrDefault(shopper, Shopper.NEW);
    }

    /** The offer as an event could know it that happened and arrived when stated. */
    public Offer offer(String item, long timeMillis, long arrivalMillis) {
        return offers.getOrDefault(item, OfferHistory.EMPTY).asOf(timeMillis, arrivalMillis);
    }

    /** Every feature of one item shown now, in the order of {@link ExampleFeatures#names}. */
    public float[] features(
            String shopper, String item, int position, int listSize, long timeMillis, long arrivalMillis) {
        Offer offer = offer(item, timeMillis, arrivalMillis);
        float[] first =
                ExampleFeatures.ofShowing(new Showing(timeMillis, position, listSize, item, shopper(shopper), offer));
        float[] second = ExampleFeatures.ofItem(trend(item, timeMillis), timeMillis);
        float[] whole = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, whole, first.length, second.length);
        return whole;
    }

    private ItemTrend trend(String item, long timeMillis) {
        TreeMap<Long, ItemTally> waiting = tallies.getOrDefault(item, new TreeMap<>());
        ItemTrend trend = trends.getOrDefault(item, ItemTrend.NONE);
        while (!waiting.isEmpty() && waiting.firstKey() < ItemTally.step(timeMillis)) {
            trend = trend.after(waiting.pollFirstEntry().getValue());
        }
        trends.put(item, trend);
        return trend;
    }
}
