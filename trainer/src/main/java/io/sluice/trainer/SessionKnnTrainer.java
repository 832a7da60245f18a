package io.sluice.trainer;

import io.sluice.dataset.Interactions;
import io.sluice.models.ActionWeights;
import io.sluice.models.Family;
import io.sluice.models.ItemCatalog;
import io.sluice.models.PastSessions;
import io.sluice.models.PopularityModel;
import io.sluice.models.SessionKnnModel;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
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
                parameters.count("neighbours"),
                parameters.count("context-reach"),
                (float) parameters.positive("context-decay"),
                (float) parameters.positive("distance-decay"),
                (float) parameters.number("backward"));
        this.actions = parameters.weights("");
        this.popularity = new PopularityTrainer(
                Map.of("half-life-days", parameters.asMap().get("popularity-half-life-days")));
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
        PastSessions sessions = past(set.interactions(), set.range().to(), fill.items());
        return SessionKnnModel.of(fill, sessions, actions, shape);
    }

    private PastSessions past(Interactions rows, Instant end, ItemCatalog catalog) {
        Sessions sessions = Sessions.of(rows, actions);
        int[] newest = newest(sessions);
        int[] starts = new int[newest.length + 1];
        for (int at = 0; at < newest.length; at++) {
            starts[at + 1] = starts[at] + sessions.to(newest[at]) - sessions.from(newest[at]);
        }
        int[] items = new int[starts[newest.length]];
        float[] weights = new float[newest.length];
        for (int at = 0; at < newest.length; at++) {
            int from = sessions.from(newest[at]);
            for (int run = from; run < sessions.to(newest[at]); run++) {
                String id = rows.items().id(sessions.item(run));
                items[starts[at] + run - from] = catalog.index(id).orElseThrow();
            }
            weights[at] = weight(end.toEpochMilli() - lastTime(sessions, newest[at]));
        }
        return PastSessions.of(catalog.size(), starts, items, weights, sample);
    }

    /** The newest sessions that say what follows what, oldest first. */
    private int[] newest(Sessions sessions) {
        int[] telling = IntStream.range(0, sessions.size())
                .filter(session -> sessions.to(session) - sessions.from(session) > 1)
                .boxed()
                .sorted(Comparator.comparingLong(session -> lastTime(sessions, session)))
                .mapToInt(Integer::intValue)
                .toArray();
        return Arrays.copyOfRange(telling, Math.max(0, telling.length - most), telling.length);
    }

    private static long lastTime(Sessions sessions, int session) {
        return sessions.time(sessions.to(session) - 1);
    }

    private float weight(long ageMillis) {
        double days = (double) ageMillis / Duration.ofDays(1).toMillis();
        return (float) StrictMath.pow(0.5, days / halfLifeDays);
    }
}
