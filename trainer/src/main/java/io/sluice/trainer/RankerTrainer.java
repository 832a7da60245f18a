package io.sluice.trainer;

import io.sluice.dataset.Interactions;
import io.sluice.dataset.InventoryTimeline;
import io.sluice.dataset.TimeRange;
import io.sluice.models.ActionWeights;
import io.sluice.models.CandidateFeatures;
import io.sluice.models.Family;
import io.sluice.models.ItemCatalog;
import io.sluice.models.Query;
import io.sluice.models.RankerModel;
import io.sluice.models.Recommender;
import io.sluice.models.Shortlist;
import io.sluice.models.Step;
import io.sluice.models.StockMask;
import io.sluice.schemas.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns how to order what simpler models propose. For each of the last days it fits the components on what lies before
 * that day, lets them propose to the day's sessions, and learns from what was turned to next; so it sees its components
 * as fresh, and as blind to their future, as they will be when asked. In the end the components are fitted on everything.
 */
final class RankerTrainer implements RecommenderTrainer {
    static final Map<String, String> DEFAULTS = Map.of(
            "label-days", "5",
            "rows", "100000",
            "negatives", "25",
            "depth", "60",
            "epochs", "4",
            "learning-rate", "0.03",
            "trend-half-life-days", "1");

    private static final Logger log = LoggerFactory.getLogger(RankerTrainer.class);
    private static final Duration DAY = Duration.ofDays(1);

    private final Parameters parameters;
    private final int labelDays;
    private final int rows;
    private final int negatives;
    private final int depth;
    private final int epochs;
    private final double rate;
    private final List<RecommenderTrainer> components;

    RankerTrainer(Map<String, String> given) {
        this.parameters = Parameters.of(DEFAULTS, given);
        this.labelDays = parameters.count("label-days");
        this.rows = parameters.count("rows");
        this.negatives = parameters.count("negatives");
        this.depth = parameters.count("depth");
        this.epochs = parameters.count("epochs");
        this.rate = parameters.positive("learning-rate");
        this.components = List.of(
                new PopularityTrainer(Map.of()),
                PopularityTrainer.halvingEvery(parameters.positive("trend-half-life-days")),
                new CovisitationTrainer(Map.of()),
                new SessionKnnTrainer(Map.of()));
    }

    @Override
    public Family family() {
        return Family.RANKER;
    }

    @Override
    public Map<String, String> parameters() {
        return parameters.asMap();
    }

    @Override
    public RankerModel train(TrainingSet set, long seed, TrainingListener listener) {
        List<Instant> days = IntStream.iterate(labelDays, day -> day >= 1, day -> day - 1)
                .mapToObj(day -> set.range().to().minus(DAY.multipliedBy(day)))
                .filter(from -> from.isAfter(set.range().from()))
                .toList();
        // The components of each day, and of the end, are fitted side by side: each fit is one thread's.
        List<CandidateFeatures> fitted = Stream.concat(
                        days.stream(), Stream.of(set.range().to()))
                .parallel()
                .map(until -> features(set.within(new TimeRange(set.range().from(), until)), seed))
                .toList();
        Lessons lessons = new Lessons(new Random(seed));
        for (int day = 0; day < days.size(); day++) {
            Instant from = days.get(day);
            lessons.add(fitted.get(day), set.interactions().between(new TimeRange(from, from.plus(DAY))));
        }
        CandidateFeatures features = fitted.get(days.size());
        if (lessons.rights == 0 || lessons.rights == lessons.answers.size()) {
            log.warn("ranker=unweighted range={} because=\"nothing to learn an order from\"", set.range());
            return RankerModel.of(features, unlearnt(features.names()), 0);
        }
        LogisticFit fit =
                LogisticFit.of(features.names(), lessons.values, lessons.answers, epochs, rate, seed, listener);
        return RankerModel.of(features, fit.weights(), fit.bias());
    }

    /** Every component's score counts the same. */
    private static float[] unlearnt(List<String> names) {
        float[] weights = new float[names.size()];
        for (int feature = 0; feature < weights.length; feature++) {
            weights[feature] = names.get(feature).endsWith("-share") ? 1 : 0;
        }
        return weights;
    }

    private CandidateFeatures features(TrainingSet set, long seed) {
        List<Recommender> fitted = components.stream()
                .<Recommender>map(component -> component.train(set, seed, TrainingListener.NONE))
                .toList();
        return CandidateFeatures.of(fitted, categories(set, fitted.get(0).items()), depth);
    }

    /** The latest known category of each item, numbered in the order of the category names. */
    private static int[] categories(TrainingSet set, ItemCatalog items) {
        String[] names = new String[items.size()];
        Arrays.fill(names, "");
        InventoryTimeline.Cursor inventory = set.inventory().cursor();
        inventory.advanceTo(set.range().to());
        for (int item = 0; item < names.length; item++) {
            names[item] = inventory.state(items.id(item)).category().orElse("");
        }
        Interactions rows = set.interactions();
        for (int row = 0; row < rows.size(); row++) {
            int item = items.index(rows.items().id(rows.item(row))).orElseThrow();
            names[item] = rows.category(row).isEmpty() ? names[item] : rows.category(row);
        }
        TreeMap<String, Integer> numbers = new TreeMap<>();
        Arrays.stream(names).filter(name -> !name.isEmpty()).forEach(name -> numbers.put(name, 0));
        int next = 0;
        for (Map.Entry<String, Integer> entry : numbers.entrySet()) {
            entry.setValue(next++);
        }
        return Arrays.stream(names)
                .mapToInt(name -> numbers.getOrDefault(name, -1))
                .toArray();
    }

    /** One question with the answer that the shopper gave. */
    private record Lesson(List<Step> before, Step next) {
        private Query query() {
            return new Query(Optional.empty(), before, next.time(), true);
        }
    }

    /** Rows to learn from: of each question the item turned to, and some that were not. */
    private final class Lessons {
        private final List<float[]> values = new ArrayList<>();
        private final List<Boolean> answers = new ArrayList<>();
        private final Random random;
        private int rights;

        private Lessons(Random random) {
            this.random = random;
        }

        private void add(CandidateFeatures features, Interactions day) {
            List<Lesson> lessons = lessons(day);
            Collections.shuffle(lessons, random);
            int most = Math.max(1, rows / labelDays / (negatives + 1));
            for (Lesson lesson : lessons.subList(0, Math.min(most, lessons.size()))) {
                OptionalInt item = features.items().index(lesson.next.item());
                Shortlist list = features.shortlist(lesson.query(), StockMask.ALL);
                int right = item.isEmpty() ? -1 : list.row(item.getAsInt());
                if (right >= 0) {
                    add(list, right, features.names().size());
                }
            }
        }

        private void add(Shortlist list, int right, int width) {
            take(list, right, width, true);
            List<Integer> others = new ArrayList<>();
            for (int row = 0; row < list.size(); row++) {
                if (row != right) {
                    others.add(row);
                }
            }
            Collections.shuffle(others, random);
            for (int row : others.subList(0, Math.min(negatives, others.size()))) {
                take(list, row, width, false);
            }
        }

        private void take(Shortlist list, int row, int width, boolean answer) {
            float[] copy = new float[width];
            for (int feature = 0; feature < width; feature++) {
                copy[feature] = list.value(row, feature);
            }
            values.add(copy);
            answers.add(answer);
            rights += answer ? 1 : 0;
        }
    }

    private static List<Lesson> lessons(Interactions day) {
        List<Lesson> lessons = new ArrayList<>();
        for (List<Step> steps : sessions(day)) {
            for (int at = 1; at < steps.size(); at++) {
                Step next = steps.get(at);
                if (next.action() != Action.PURCHASE
                        && !next.item().equals(steps.get(at - 1).item())) {
                    lessons.add(new Lesson(steps.subList(0, at), next));
                }
            }
        }
        return lessons;
    }

    private static Collection<List<Step>> sessions(Interactions day) {
        Map<Integer, List<Step>> sessions = new LinkedHashMap<>();
        for (int row = 0; row < day.size(); row++) {
            if (ActionWeights.EQUAL.of(day.action(row)) > 0) {
                sessions.computeIfAbsent(day.session(row), ignored -> new ArrayList<>())
                        .add(new Step(
                                day.items().id(day.item(row)), day.action(row), Instant.ofEpochMilli(day.time(row))));
            }
        }
        return sessions.values();
    }
}
