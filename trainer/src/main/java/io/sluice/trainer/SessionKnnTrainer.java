package io.sluice.trainer;

import io.sluice.models.ActionWeights;
import io.sluice.models.Family;
import io.sluice.models.ItemCatalog;
import io.sluice.models.PastSessions;
import io.sluice.models.PopularityModel;
import io.sluice.models.SessionKnnModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Keeps the sessions that had two items or more, newest last, weighted by age. */
final class SessionKnnTrainer implements RecommenderTrainer {
    static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("half-life-days", "10"),
            Map.entry("popularity-half-life-days", "2"),
            Map.entry("sessions", "200000"),
            Map.entry("sample", "1000"),
            Map.entry("neighbours", "300"),
            Map.entry("context-reach", "10"),
            Map.entry("context-decay", "0.3"),
            Map.entry("distance-decay", "0.6"),
            Map.entry("backward", "0.8"),
            Map.entry("self", "0"),
            Map.entry("rarity", "0"),
            Map.entry("item-rarity", "0"),
            Map.entry("length-exponent", "0"),
            Map.entry("weight-view", "1"),
            Map.entry("weight-click", "1"),
            Map.entry("weight-add-to-cart", "0.3"),
            Map.entry("weight-purchase", "1"));

    private final Parameters parameters;
    private final double halfLifeDays;
    private final int most;
    private final int sample;
    private final SessionKnnModel.Shape shape;
    private final ActionWeights actions;
    private final PopularityTrainer popularity;

    SessionKnnTrainer(Map<String, String> given) {
        this.parameters = Parameters.of(DEFAULTS, given);
        this.halfLifeDays = parameters.positive("half-life-days");
        this.most = parameters.count("sessions");
        this.sample = parameters.count("sample");
        this.shape = new SessionKnnModel.Shape(
                new SessionKnnModel.Likeness(
                        parameters.count("neighbours"),
                        parameters.count("context-reach"),
                        (float) parameters.positive("context-decay"),
                        (float) parameters.atLeastZero("rarity"),
                        (float) parameters.atLeastZero("length-exponent")),
                new SessionKnnModel.Following(
                        (float) parameters.positive("distance-decay"),
                        (float) parameters.share("backward"),
                        (float) parameters.atLeastZero("self"),
                        (float) parameters.atLeastZero("item-rarity")));
        this.actions = parameters.weights("");
        this.popularity = PopularityTrainer.halvingEvery(parameters.positive("popularity-half-life-days"));
    }

    @Override
    public Family family() {
        return Family.SESSION_KNN;
    }

    @Override
    public Map<String, String> parameters() {
        return parameters.asMap();
    }

    @Override
    public SessionKnnModel train(TrainingSet set, long seed, TrainingListener listener) {
        PopularityModel fill = popularity.train(set, seed, TrainingListener.NONE);
        return SessionKnnModel.of(fill, past(days(set), set.range().to(), fill.items()), actions, shape);
    }

    private List<DaySessions> days(TrainingSet set) {
        return set.counted()
                .each(
                        set.interactions(),
                        set.range(),
                        List.of(Family.SESSION_KNN, actions),
                        DaySessions.class,
                        (day, rows) -> DaySessions.of(rows, actions));
    }

    /** The newest sessions of the days, oldest first. */
    private PastSessions past(List<DaySessions> days, Instant end, ItemCatalog catalog) {
        int total = days.stream().mapToInt(DaySessions::size).sum();
        int skipped = Math.max(0, total - most);
        IntStream.Builder starts = IntStream.builder().add(0);
        IntStream.Builder items = IntStream.builder();
        float[] weights = new float[total - skipped];
        int kept = 0;
        int filled = 0;
        for (DaySessions day : days) {
            int[] index = day.ids().stream()
                    .mapToInt(id -> catalog.index(id).orElseThrow())
                    .toArray();
            int from = Math.min(skipped, day.size());
            skipped -= from;
            for (int session = from; session < day.size(); session++) {
                for (int place = 0; place < day.length(session); place++) {
                    items.add(index[day.item(session, place)]);
                }
                filled += day.length(session);
                starts.add(filled);
                weights[kept++] = weight(end.toEpochMilli() - day.lastTime(session));
            }
        }
        return PastSessions.of(
                catalog.size(), starts.build().toArray(), items.build().toArray(), weights, sample);
    }

    private float weight(long ageMillis) {
        double days = (double) ageMillis / Duration.ofDays(1).toMillis();
        return (float) StrictMath.pow(0.5, days / halfLifeDays);
    }
}
