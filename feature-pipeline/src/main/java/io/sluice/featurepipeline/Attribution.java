package io.sluice.featurepipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells what became of the items that one shopper was shown. An event is attributed to the latest earlier impression of its
 * item: within the click window it makes the impression a positive one; the cart and the purchase may follow later, within
 * their own windows. Earlier impressions of the same item that still wait are superseded.
 *
 * <p>Events come in the order of their times; the outcome does not depend on how often {@link #matureBefore} is called.
 */
final class Attribution {
    /** Hears of decided labels. */
    interface Listener {
        /** The click window of a list has passed; every stage in it is decided for now. */
        void matured(OpenList list);

        /** A label that was decided went one stage further. */
        void revised(Taken taken, long happenedMillis, long informedMillis);
    }

    private final LabelConfig config;
    private final Listener listener;
    private final List<OpenList> lists;
    private final List<Taken> taken;

    Attribution(LabelConfig config, Journey journey, Listener listener) {
        this.config = config;
        this.listener = listener;
        this.lists = new ArrayList<>(List.of(journey.lists()));
        this.taken = new ArrayList<>(List.of(journey.taken()));
    }

    /** A list was shown. */
    void shown(ShopEvent impression, byte[] shopper) {
        int size = impression.items().length;
        Stage[] stages = new Stage[size];
        long[] informed = new long[size];
        OpenList list = new OpenList(impression, shopper, stages, informed);
        long matures = impression.timeMillis() + config.clickWindow().toMillis();
        for (int at = 0; at < size; at++) {
            boolean repeated = list.place(impression.items()[at]) < at;
            stages[at] = repeated ? Stage.SUPERSEDED : Stage.PASSED_OVER;
            informed[at] = Math.max(matures, impression.arrivalMillis());
        }
        lists.add(list);
    }

    /** The shopper did something with items. */
    void turnedTo(ShopEvent event) {
        Optional<Stage> stage = Stage.of(event.action());
        for (int at = 0; at < event.items().length && stage.isPresent(); at++) {
            attribute(event, event.items()[at], stage.get());
        }
    }

    private void attribute(ShopEvent event, String item, Stage stage) {
        boolean found = false;
        for (int at = lists.size() - 1; at >= 0; at--) {
            OpenList list = lists.get(at);
            int place = list.place(item);
            if (place >= 0 && list.event().timeMillis() < event.timeMillis()) {
                if (!found) {
                    advance(list, place, stage, event);
                } else if (list.stages()[place] == Stage.PASSED_OVER) {
                    mark(at, list, place, Stage.SUPERSEDED, Math.max(list.informed()[place], moment(event)));
                }
                found = true;
            }
        }
        if (!found) {
            revise(event, item, stage);
        }
    }

    private void advance(OpenList list, int place, Stage stage, ShopEvent event) {
        if (stage.compareTo(list.stages()[place]) > 0) {
            mark(lists.indexOf(list), list, place, stage, Math.max(list.informed()[place], moment(event)));
        }
    }

    /** Replaces the list: what the state holds never changes under a running snapshot. */
    private void mark(int at, OpenList list, int place, Stage stage, long informed) {
        Stage[] stages = list.stages().clone();
        long[] times = list.informed().clone();
        stages[place] = stage;
        times[place] = informed;
        lists.set(at, new OpenList(list.event(), list.shopper(), stages, times));
    }

    private void revise(ShopEvent event, String item, Stage stage) {
        for (int at = taken.size() - 1; at >= 0; at--) {
            Taken one = taken.get(at);
            boolean inTime = event.timeMillis() - one.timeMillis() <= config.windowMillis(stage);
            if (one.item().equals(item) && inTime) {
                if (stage.compareTo(one.stage()) > 0) {
                    Taken further = one.at(stage);
                    taken.set(at, further);
                    listener.revised(further, event.timeMillis(), moment(event));
                }
                return;
            }
        }
    }

    private static long moment(ShopEvent event) {
        return Math.max(event.timeMillis(), event.arrivalMillis());
    }

    /** Every event before {@code millis} was told: decides the labels whose windows have passed. */
    void matureBefore(long millis) {
        while (!lists.isEmpty()
                && lists.get(0).event().timeMillis() + config.clickWindow().toMillis() < millis) {
            OpenList list = lists.remove(0);
            listener.matured(list);
            for (int at = 0; at < list.stages().length; at++) {
                if (list.stages()[at].isPositive()) {
                    taken.add(new Taken(
                            list.event().eventId(),
                            list.event().items()[at],
                            list.event().timeMillis(),
                            list.stages()[at],
                            0));
                }
            }
        }
        taken.removeIf(one -> one.timeMillis() + config.purchaseWindow().toMillis() < millis);
    }

    /** What to remember. */
    Journey journey() {
        return new Journey(lists.toArray(new OpenList[0]), taken.toArray(new Taken[0]));
    }
}
