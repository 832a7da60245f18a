package io.sluice.featurepipeline;

import io.sluice.schemas.Action;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * A made-up log of a small shop, in event-time order: lists, clicks on what they showed, carts and purchases some of which
 * come late, prices and stock that change. Some events arrive minutes after they happened.
 */
record ShopLog(List<ShopEvent> events, List<InventoryChange> changes) {
    static final long START = 1_700_000_000_000L;
    private static final long MINUTE = 60_000;

    static ShopLog of(long seed, int lists) {
        return of(seed, lists, 25, 30);
    }

    static ShopLog of(long seed, int lists, int users, int items) {
        Random random = new Random(seed);
        List<ShopEvent> events = new ArrayList<>();
        List<InventoryChange> changes = new ArrayList<>();
        long length = lists * 2 * MINUTE;
        for (int n = 0; n < lists; n++) {
            session(n, START + (long) (random.nextDouble() * length), users, items, events, random);
        }
        for (int item = 0; item < items; item++) {
            changes.add(change(changes.size(), START - 3_600_000, item, 500L + item * 100, 10, random));
        }
        for (int n = 0; n < lists / 3; n++) {
            long time = START + (long) (random.nextDouble() * length);
            boolean price = random.nextBoolean();
            changes.add(change(
                    changes.size(),
                    time,
                    random.nextInt(items),
                    price ? Long.valueOf(400 + random.nextInt(3000)) : null,
                    price ? null : Integer.valueOf(random.nextInt(3)),
                    random));
        }
        events.sort(Comparator.comparingLong(ShopEvent::timeMillis).thenComparing(ShopEvent::eventId));
        changes.sort(Comparator.comparingLong(InventoryChange::timeMillis).thenComparing(InventoryChange::eventId));
        return new ShopLog(events, changes);
    }

    private static void session(int n, long time, int users, int catalogue, List<ShopEvent> events, Random random) {
        String user = "u" + random.nextInt(users);
        String[] items = new String[4 + random.nextInt(8)];
        for (int at = 0; at < items.length; at++) {
            items[at] = "i" + random.nextInt(catalogue);
        }
        events.add(event("e" + n, time, user, Action.IMPRESSION, items, random));
        long then = time;
        for (int click = 0; click < random.nextInt(3); click++) {
            String[] item = {items[random.nextInt(items.length)]};
            then += 1 + random.nextInt((int) (12 * MINUTE));
            events.add(event("e" + n + "c" + click, then, user, Action.VIEW, item, random));
            if (random.nextInt(3) == 0) {
                then += 1 + random.nextInt((int) (90 * MINUTE));
                events.add(event("e" + n + "a" + click, then, user, Action.ADD_TO_CART, item, random));
            }
            if (random.nextInt(4) == 0) {
                then += 1 + random.nextInt((int) (300 * MINUTE));
                events.add(event("e" + n + "p" + click, then, user, Action.PURCHASE, item, random));
            }
        }
    }

    private static ShopEvent event(String id, long time, String user, Action action, String[] items, Random random) {
        long arrival = time + (random.nextInt(10) == 0 ? random.nextInt((int) (8 * MINUTE)) : 0);
        boolean list = action == Action.IMPRESSION;
        int[] ones = new int[items.length];
        int[] places = new int[items.length];
        long[] prices = new long[items.length];
        for (int at = 0; at < items.length; at++) {
            ones[at] = 1;
            places[at] = at + 1;
            prices[at] = ShopEvent.NO_PRICE;
        }
        return new ShopEvent(
                false,
                time,
                arrival,
                id,
                user,
                action,
                items,
                list ? new int[0] : ones,
                list ? new long[0] : prices,
                list ? places : new int[0],
                "",
                0,
                0);
    }

    private static InventoryChange change(int n, long time, int item, Long price, Integer stock, Random random) {
        long arrival = time + (random.nextInt(5) == 0 ? random.nextInt((int) (8 * MINUTE)) : 0);
        return new InventoryChange(
                false,
                time,
                arrival,
                "s" + n,
                "i" + item,
                price,
                stock,
                null,
                price == null ? null : "c/" + item % 4,
                null,
                null,
                0,
                0);
    }

    /** The same up to a moment, and something else afterwards. */
    ShopLog changedAfter(long millis, long seed) {
        ShopLog other = of(seed, events.size());
        List<ShopEvent> mixed = new ArrayList<>(
                events.stream().filter(event -> event.timeMillis() <= millis).toList());
        other.events.stream()
                .filter(event -> event.timeMillis() > millis)
                .map(event -> renamed(event))
                .forEach(mixed::add);
        List<InventoryChange> changed = new ArrayList<>(
                changes.stream().filter(change -> change.timeMillis() <= millis).toList());
        other.changes.stream().filter(change -> change.timeMillis() > millis).forEach(changed::add);
        return new ShopLog(mixed, changed);
    }

    private static ShopEvent renamed(ShopEvent event) {
        return new ShopEvent(
                false,
                event.timeMillis(),
                event.arrivalMillis(),
                "other-" + event.eventId(),
                event.user(),
                event.action(),
                event.items(),
                event.quantities(),
                event.prices(),
                event.positions(),
                event.device(),
                0,
                0);
    }

    long end() {
        return events.get(events.size() - 1).timeMillis() + 1;
    }
}
