package io.sluice.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.schemas.Action;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExampleFeaturesTest {
    private static final long T = 1_700_000_100_000L;
    private static final long MINUTE = 60_000;

    private static ShopMemory shop() {
        ShopMemory shop = new ShopMemory();
        shop.add("a", statement(T - 600 * MINUTE, 1000L, 5));
        shop.add("a", statement(T - 120 * MINUTE, 500L, null));
        shop.add("u", ShopperTest.deed(T - 40 * MINUTE, Action.VIEW, "a", 500, "mugs"));
        shop.add("v", ShopperTest.deed(T - 35 * MINUTE, Action.IMPRESSION, "a", 500, "mugs"));
        shop.add("v", ShopperTest.deed(T - 34 * MINUTE, Action.ADD_TO_CART, "a", 500, "mugs"));
        shop.add("u", ShopperTest.deed(T - 2 * MINUTE, Action.VIEW, "b", 2000, "pens"));
        return shop;
    }

    private static Statement statement(long time, Long price, Integer stock) {
        return new Statement(time, time, "s" + time, price, stock, null, "mugs", null, null);
    }

    private static float value(String name, float[] features) {
        return features[ExampleFeatures.names().indexOf(name)];
    }

    @Test
    void shouldHaveTheValuesWorkedOutByHand() {
        float[] features = shop().features("u", "a", 3, 8, T, T);

        assertThat(value("position", features)).isCloseTo((float) Math.log(3), within(1e-6f));
        assertThat(value("price-change", features)).isCloseTo((float) Math.log(0.5), within(1e-6f));
        assertThat(value("since-price-change", features)).isCloseTo((float) Math.log(3), within(1e-6f));
        assertThat(value("since-last-event", features)).isCloseTo((float) Math.log(121), within(1e-6f));
        assertThat(value("since-item", features)).isCloseTo((float) Math.log(2401), within(1e-6f));
        assertThat(value("session-position", features)).isCloseTo((float) Math.log(2), within(1e-6f));
        assertThat(value("category-affinity", features)).isCloseTo(0.5f, within(1e-3f));
        assertThat(value("price-to-usual", features)).isCloseTo((float) Math.log(0.5), within(2e-3f));
        assertThat(value("stock", features)).isCloseTo((float) Math.log(6), within(1e-6f));
        assertThat(value("since-restock", features)).isNaN();
    }

    @Test
    void shouldKnowOfOthersOnlyWhatHappenedInWholeStepsBefore() {
        ShopMemory shop = shop();
        long step = ItemTally.STEP.toMillis();
        long boundary = Math.floorDiv(T, step) * step;

        float[] before = shop.features("w", "b", 1, 1, boundary, boundary);
        shop.add("v", ShopperTest.deed(boundary, Action.VIEW, "b", 1, ""));
        float[] within = shop.features("w", "b", 1, 1, boundary + step - 1, boundary + step - 1);
        float[] after = shop.features("w", "b", 1, 1, boundary + step, boundary + step);

        assertThat(value("item-engaged-week", within)).isLessThanOrEqualTo(value("item-engaged-week", before) + 1e-3f);
        assertThat(value("item-engaged-week", after)).isGreaterThan(value("item-engaged-week", within) + 0.3f);
    }

    @Test
    void shouldSayNotANumberWhereNothingIsKnown() {
        float[] features = new ShopMemory().features("nobody", "nothing", 1, 1, T, T);

        for (String unknown :
                List.of("since-last-event", "since-item", "price", "price-to-usual", "stock", "sellable")) {
            assertThat(value(unknown, features)).as(unknown).isNaN();
        }
        assertThat(value("item-click-rate-week", features)).isCloseTo(0.03f, within(1e-6f));
    }

    @Test
    void shouldMoveOutliersToTheEndsOfTheirRange() {
        Feature feature = new Feature("f", -1, 2);

        assertThat(feature.stored(7)).isEqualTo(2);
        assertThat(feature.stored(-7)).isEqualTo(-1);
        assertThat(feature.stored(0.5)).isEqualTo(0.5f);
        assertThat(feature.stored(Double.NaN)).isNaN();
        assertThat(feature.isAtAnEnd(2f)).isTrue();
    }

    @Test
    void shouldForgetAnItemAfterItsMemory() {
        ItemTrend trend = ItemTrend.NONE.after(ItemTally.none("a", 0).with(Kind.SHOWN));

        assertThat(trend.count(Kind.SHOWN, Decay.WEEK, Duration.ofDays(7).toMillis() + ItemTally.STEP.toMillis()))
                .isEqualTo(0.5);
        assertThat(trend.count(Kind.SHOWN, Decay.WEEK, Duration.ofDays(57).toMillis()))
                .isZero();
    }

    /** A changed formula has to raise the revision: whoever reads stored examples tells them apart by it. */
    @Test
    void shouldNameItsDefinitions() {
        int values = Arrays.hashCode(shop().features("u", "a", 3, 8, T, T));

        assertThat(new HashSet<>(ExampleFeatures.names())).hasSize(ExampleFeatures.width());
        assertThat(ExampleFeatures.definition() + " " + values).isEqualTo("d345a79b39de522e -687059275");
    }
}
