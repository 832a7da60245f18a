package io.sluice.dataset;

import io.sluice.schemas.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How long after an impression shoppers take the next step with its item: what the label windows should be read from. Each
 * event counts for the latest earlier impression of its item to its shopper, the first of its kind only, with the weight of
 * the example (of passed-over items only a sample is there).
 *
 * @param outcome CLICK (a view counts as one), ADD_TO_CART or PURCHASE
 * @param weight how many such steps this is drawn from
 * @param median half of them are faster
 * @param p95 the window that would catch 95 in 100 of those within the horizon
 */
public record LabelDelay(Action outcome, double weight, Duration median, Duration p90, Duration p95, Duration p99) {
    private record Step(long delayMillis, double weight) {}

    /** One delay of each kind that occurs, clicks first. */
    public static List<LabelDelay> of(Examples examples, Interactions interactions, Duration horizon) {
        Map<String, TreeMap<Long, Example>> shown = new HashMap<>();
        for (Example example : examples.rows()) {
            shown.computeIfAbsent(key(example.user(), example.item()), ignored -> new TreeMap<>())
                    .put(example.eventTime().toEpochMilli(), example);
        }
        Map<Action, List<Step>> steps = new TreeMap<>();
        Set<String> counted = new HashSet<>();
        for (int row = 0; row < interactions.size(); row++) {
            Action kind = interactions.action(row) == Action.VIEW ? Action.CLICK : interactions.action(row);
            boolean step = kind == Action.CLICK || kind == Action.ADD_TO_CART || kind == Action.PURCHASE;
            var before = step ? latest(shown, interactions, row) : null;
            if (before != null
                    && interactions.time(row) - before.getKey() <= horizon.toMillis()
                    && counted.add(kind
                            + key(
                                    before.getValue().impressionId(),
                                    before.getValue().item()))) {
                steps.computeIfAbsent(kind, ignored -> new ArrayList<>())
                        .add(new Step(
                                interactions.time(row) - before.getKey(),
                                before.getValue().weight()));
            }
        }
        return steps.entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Map.Entry<Long, Example> latest(
            Map<String, TreeMap<Long, Example>> shown, Interactions interactions, int row) {
        String user = interactions.users().id(interactions.user(row));
        String item = interactions.items().id(interactions.item(row));
        TreeMap<Long, Example> times = shown.get(key(user, item));
        return times == null ? null : times.lowerEntry(interactions.time(row));
    }

    private static String key(String one, String other) {
        return one + '\n' + other;
    }

    private static LabelDelay of(Action outcome, List<Step> steps) {
        steps.sort(Comparator.comparingLong(Step::delayMillis));
        double weight = steps.stream().mapToDouble(Step::weight).sum();
        return new LabelDelay(
                outcome,
                weight,
                quantile(steps, weight * 0.5),
                quantile(steps, weight * 0.9),
                quantile(steps, weight * 0.95),
                quantile(steps, weight * 0.99));
    }

    private static Duration quantile(List<Step> sorted, double until) {
        double passed = 0;
        for (Step step : sorted) {
            passed += step.weight;
            if (passed >= until) {
                return Duration.ofMillis(step.delayMillis);
            }
        }
        return Duration.ofMillis(sorted.get(sorted.size() - 1).delayMillis);
    }

    /** The window to set: what catches 95 in 100, rounded up to whole minutes. */
    public Duration recommended() {
        return Duration.ofMinutes(p95.plusMillis(59_999).toMinutes());
    }
}
