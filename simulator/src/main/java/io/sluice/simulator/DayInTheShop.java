package io.sluice.simulator;

import io.sluice.schemas.Action;
import io.sluice.schemas.BehaviorEvent;
import io.sluice.schemas.InventoryEvent;
import io.sluice.schemas.ItemRef;
import io.sluice.schemas.WireCodec;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Simulates one day: its inventory changes, its shoppers' sessions, its bots. Not thread-safe. */
final class DayInTheShop {
    private static final int LIST_LENGTH = 10;
    private static final String CURRENCY = "EUR";
    /** Share of visits per hour of the day, in percent. */
    private static final int[] HOURS = {1, 1, 1, 0, 0, 1, 2, 3, 4, 5, 5, 5, 6, 6, 5, 5, 5, 6, 7, 9, 9, 7, 5, 2};

    private final ShopConfig config;
    private final Assortment assortment;
    private final Tastes tastes;
    private final WireCodec codec = new WireCodec();
    private final Mishaps mishaps;

    DayInTheShop(ShopConfig config) {
        this.config = config;
        this.assortment = new Assortment(config);
        this.tastes = new Tastes(config, assortment);
        this.mishaps = new Mishaps(config.faults());
    }

    void simulate(int day, Consumer<Delivery> out) {
        SplittableRandom random = new SplittableRandom(Noise.hash(config.seed(), 30, day));
        inventory(day, out);
        int sessions = sessions(day);
        for (int session = 0; session < sessions; session++) {
            shop(day, session, random.split(), out);
        }
        for (int bot = 0; bot < config.faults().botsPerDay(); bot++) {
            crawl(day, bot, random.split(), out);
        }
    }

    private int sessions(int day) {
        DayOfWeek weekday = assortment.startOf(day).atZone(ZoneOffset.UTC).getDayOfWeek();
        boolean weekend = weekday == DayOfWeek.SATURDAY || weekday == DayOfWeek.SUNDAY;
        return weekend ? config.sessionsPerDay() * 5 / 4 : config.sessionsPerDay();
    }

    private void inventory(int day, Consumer<Delivery> out) {
        for (int item = 0; item < config.items(); item++) {
            boolean listed = assortment.listed(item, day);
            boolean before = day > 0 && assortment.listed(item, day - 1);
            boolean stockMoved = day == 0 || assortment.stock(item, day) != assortment.stock(item, day - 1);
            if (listed && (!before || stockMoved || assortment.repriced(item, day))) {
                send(stocked(item, day, !before), out);
            } else if (before && !listed) {
                send(change(item, day).setDelisted(true).build(), out);
            }
        }
    }

    private InventoryEvent stocked(int item, int day, boolean isNew) {
        InventoryEvent.Builder change = change(item, day)
                .setStock(assortment.stock(item, day))
                .setPriceMinor(assortment.priceMinor(item, day))
                .setCurrency(CURRENCY);
        return isNew
                ? change.setCategoryPath(assortment.category(item))
                        .setDelisted(false)
                        .build()
                : change.build();
    }

    private InventoryEvent.Builder change(int item, int day) {
        return InventoryEvent.newBuilder()
                .setEventId("inventory-" + day + "-" + item)
                .setEventTime(assortment.changeMoment(item, day))
                .setItemId(assortment.id(item));
    }

    private void send(InventoryEvent event, Consumer<Delivery> out) {
        out.accept(new Delivery(
                Delivery.Stream.INVENTORY,
                event.getItemId(),
                codec.encode(event),
                event.getEventTime(),
                event.getEventTime()));
    }

    private void shop(int day, int session, SplittableRandom random, Consumer<Delivery> out) {
        int shopper = (int) (config.shoppers() * StrictMath.pow(random.nextDouble(), 1.5));
        Visit visit = new Visit(
                day, "session-" + day + "-" + session, "shopper-" + shopper, opening(day, random), random, out);
        int item = draw(tastes.openingChances(shopper, visit.now), random);
        int steps = 1 + (int) (-3.2 * StrictMath.log(1 - random.nextDouble()));
        List<Integer> cart = new ArrayList<>();
        for (int step = 0; step < Math.min(steps, 30); step++) {
            visit.look(item);
            if (random.nextDouble() < 0.12) {
                visit.act(Action.ADD_TO_CART, item);
                cart.add(item);
                if (random.nextDouble() < 0.1) {
                    visit.act(Action.REMOVE_FROM_CART, item);
                    cart.remove(cart.size() - 1);
                }
            }
            item = draw(tastes.next(item, visit.now), random);
        }
        if (!cart.isEmpty() && random.nextDouble() < 0.4) {
            cart.forEach(bought -> visit.act(Action.PURCHASE, bought));
            if (random.nextDouble() < 0.02) {
                visit.act(Action.REFUND, cart.get(0));
            }
        }
    }

    /** Looks at hundreds of items without any taste. */
    private void crawl(int day, int bot, SplittableRandom random, Consumer<Delivery> out) {
        Visit visit = new Visit(day, "crawl-" + day + "-" + bot, "bot-" + bot, opening(day, random), random, out);
        for (int page = 0; page < 150; page++) {
            visit.act(Action.VIEW, random.nextInt(config.items()));
        }
    }

    private Instant opening(int day, SplittableRandom random) {
        int percent = random.nextInt(100);
        int hour = 0;
        while (percent >= HOURS[hour]) {
            percent -= HOURS[hour++];
        }
        return assortment.startOf(day).plusMillis(hour * 3_600_000L + random.nextInt(3_600_000));
    }

    private static int draw(List<Double> weights, SplittableRandom random) {
        return draw(weights.stream().mapToDouble(Double::doubleValue).toArray(), random);
    }

    private static int draw(double[] weights, SplittableRandom random) {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        double point = random.nextDouble() * total;
        for (int item = 0; item < weights.length; item++) {
            point -= weights[item];
            if (point < 0) {
                return item;
            }
        }
        return weights.length - 1;
    }

    /** One session as it unfolds. */
    private final class Visit {
        private final int day;
        private final String session;
        private final String shopper;
        private final SplittableRandom random;
        private final Consumer<Delivery> out;
        private final String device;
        private Instant now;
        private int events;

        private Visit(
                int day,
                String session,
                String shopper,
                Instant start,
                SplittableRandom random,
                Consumer<Delivery> out) {
            this.day = day;
            this.session = session;
            this.shopper = shopper;
            this.now = start;
            this.random = random;
            this.out = out;
            this.device = random.nextInt(3) == 0 ? "desktop" : "mobile";
        }

        /** Half of the time from a list that was shown, else directly. */
        private void look(int item) {
            if (random.nextBoolean()) {
                emit(Action.IMPRESSION, shown(item));
                act(Action.CLICK, item);
            }
            act(Action.VIEW, item);
        }

        /** The item stands high up more often than low: shoppers examine lists from the top. */
        private List<ItemRef> shown(int item) {
            int place = (int) (LIST_LENGTH * StrictMath.pow(random.nextDouble(), 2));
            List<Integer> siblings = assortment.ofStyle(assortment.style(item));
            List<ItemRef> list = new ArrayList<>(LIST_LENGTH);
            for (int position = 0; position < LIST_LENGTH; position++) {
                int other = siblings.get(random.nextInt(siblings.size()));
                list.add(ref(position == place ? item : other, position + 1));
            }
            return list;
        }

        private void act(Action action, int item) {
            emit(action, List.of(ref(item, 0)));
        }

        private ItemRef ref(int item, int position) {
            ItemRef.Builder ref = ItemRef.newBuilder()
                    .setItemId(assortment.id(item))
                    .setUnitPriceMinor(assortment.priceMinor(item, day))
                    .setCurrency(CURRENCY);
            return position > 0 ? ref.setPosition(position).build() : ref.build();
        }

        private void emit(Action action, List<ItemRef> items) {
            now = now.plusMillis(2_000 + random.nextInt(40_000));
            BehaviorEvent event = BehaviorEvent.newBuilder()
                    .setEventId(session + "-" + events++)
                    .setEventTime(now)
                    .setUserKey(shopper)
                    .setSessionId(session)
                    .setAction(action)
                    .setItems(items)
                    .setContext(Map.of("device", device))
                    .build();
            mishaps.deliver(event, codec, random, out);
        }
    }
}
