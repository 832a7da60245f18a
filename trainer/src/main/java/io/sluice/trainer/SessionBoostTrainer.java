package io.sluice.trainer;

import io.sluice.models.ActionWeights;
import io.sluice.models.Family;
import io.sluice.models.Forest;
import io.sluice.models.PopularityModel;
import io.sluice.models.SequenceNetwork;
import io.sluice.models.SessionBoostModel;
import io.sluice.models.SessionSignal;
import io.sluice.models.SessionSignals;
import io.sluice.models.Shortlist;
import io.sluice.trainer.boosting.BoostingSettings;
import io.sluice.trainer.boosting.ChoiceLists;
import io.sluice.trainer.boosting.SoftmaxBoosting;
import io.sluice.trainer.sequence.SequenceFit;
import io.sluice.trainer.sequence.SequenceSettings;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns how to order what past sessions propose. The newest sessions are set aside as lessons: the signals of all older
 * ones answer them, trees learn which answer was right, and the newest lessons of all say when to stop. Then the signals are
 * taken from every session. So the trees see signals as fresh, and as blind to their future, as they will be when asked.
 */
final class SessionBoostTrainer implements RecommenderTrainer {
    static final Map<String, String> DEFAULTS = defaults(Map.ofEntries(
            Map.entry("signals", SessionSignal.text(EnumSet.allOf(SessionSignal.class))),
            Map.entry("network-more-epochs", "1"),
            Map.entry("network-more-learning-rate", "0.001"),
            Map.entry("popularity-half-life-days", "2"),
            Map.entry("collapse-runs", "true"),
            Map.entry("sessions", "500000"),
            Map.entry("sample", "5000"),
            Map.entry("depth", "80"),
            Map.entry("lesson-share", "0.1"),
            Map.entry("lessons", "15000"),
            Map.entry("validation-share", "0.2"),
            Map.entry("trees", "150"),
            Map.entry("leaves", "24"),
            Map.entry("learning-rate", "0.1"),
            Map.entry("l2", "5"),
            Map.entry("least-curvature", "5"),
            Map.entry("patience", "20"),
            Map.entry("weight-view", "1"),
            Map.entry("weight-click", "1"),
            Map.entry("weight-add-to-cart", "1"),
            Map.entry("weight-purchase", "1")));

    private static Map<String, String> defaults(Map<String, String> own) {
        Map<String, String> defaults = new HashMap<>(SequenceParameters.DEFAULTS);
        defaults.putAll(own);
        return Map.copyOf(defaults);
    }

    private static final Logger log = LoggerFactory.getLogger(SessionBoostTrainer.class);
    /** Fewer lessons than this teach noise. */
    private static final int FEWEST = 200;
    /** Lessons answered before their answers are put together: bounds what is held twice. */
    private static final int AT_ONCE = 1024;

    private final Parameters parameters;
    private final boolean collapseRuns;
    private final int most;
    private final int sample;
    private final int depth;
    private final double lessonShare;
    private final int lessons;
    private final double validationShare;
    private final Set<SessionSignal> signals;
    private final SequenceSettings network;
    private final int epochs;
    private final double rate;
    private final int moreEpochs;
    private final double moreRate;
    private final BoostingSettings boosting;
    private final ActionWeights actions;
    private final PopularityTrainer popularity;

    SessionBoostTrainer(Map<String, String> given) {
        this.parameters = Parameters.of(DEFAULTS, given);
        this.collapseRuns = parameters.flag("collapse-runs");
        this.most = parameters.count("sessions");
        this.sample = parameters.count("sample");
        this.depth = parameters.count("depth");
        this.lessonShare = share("lesson-share");
        this.lessons = parameters.count("lessons");
        this.validationShare = share("validation-share");
        this.signals = SessionSignal.parse(parameters.asMap().get("signals"));
        this.network = SequenceParameters.settings(parameters);
        this.epochs = parameters.count("network-epochs");
        this.rate = parameters.positive("network-learning-rate");
        this.moreEpochs = parameters.count("network-more-epochs");
        this.moreRate = parameters.positive("network-more-learning-rate");
        this.boosting = new BoostingSettings(
                parameters.count("trees"),
                parameters.count("leaves"),
                parameters.positive("learning-rate"),
                parameters.positive("l2"),
                parameters.positive("least-curvature"),
                parameters.count("patience"));
        this.actions = parameters.weights("");
        this.popularity = PopularityTrainer.halvingEvery(parameters.positive("popularity-half-life-days"));
    }

    private double share(String name) {
        double share = parameters.positive(name);
        if (share >= 1) {
            throw new IllegalArgumentException(name + " must lie in (0, 1), got " + share);
        }
        return share;
    }

    @Override
    public Family family() {
        return Family.SESSION_BOOST;
    }

    @Override
    public Map<String, String> parameters() {
        return parameters.asMap();
    }

    @Override
    public SessionBoostModel train(TrainingSet set, long seed, TrainingListener listener) {
        PopularityModel fill = popularity.train(set, seed, TrainingListener.NONE);
        Trails trails = Trails.of(set.interactions(), actions, collapseRuns, fill.items(), most);
        SequenceFit fit = new SequenceFit(network, fill.items().size(), seed);
        int begin = trails.beforeNewest((int) (trails.steps() * lessonShare));
        List<Trails.Lesson> taken = trails.lessons(begin, lessons, seed);
        Forest forest;
        if (taken.size() < FEWEST) {
            log.warn("session-boost=untaught lessons={} because=\"fewer than {}\"", taken.size(), FEWEST);
            forest = Forest.none(SessionSignals.names().size());
            learn(fit, trails, epochs, rate, listener);
        } else {
            Trails older = trails.first(begin);
            learn(fit, older, epochs, rate, listener);
            forest = forest(signals(older, fit), taken, seed, listener);
            learn(fit, trails, moreEpochs, moreRate, listener);
        }
        return SessionBoostModel.of(fill, signals(trails, fit), forest, actions, collapseRuns);
    }

    private void learn(SequenceFit fit, Trails trails, int times, double pace, TrainingListener listener) {
        if (signals.contains(SessionSignal.NETWORK)) {
            fit.run(
                    trails.rows(),
                    times,
                    pace,
                    (epoch, loss) -> listener.measured(Family.SEQUENCE, epoch, "train-log-loss", loss));
        }
    }

    private SessionSignals signals(Trails trails, SequenceFit fit) {
        Optional<SequenceNetwork> learnt =
                signals.contains(SessionSignal.NETWORK) ? Optional.of(fit.network()) : Optional.empty();
        return SessionSignals.of(trails.past(sample), signals, learnt, depth);
    }

    private Forest forest(SessionSignals signals, List<Trails.Lesson> taken, long seed, TrainingListener listener) {
        int validation = taken.size() - (int) (taken.size() * validationShare);
        ChoiceLists train = lists(signals, taken.subList(0, validation));
        ChoiceLists aside = lists(signals, taken.subList(validation, taken.size()));
        log.info("lessons={} answered={} rows={}", taken.size(), train.size() + aside.size(), train.rows());
        return new SoftmaxBoosting(boosting, (trees, trainLoss, validationLoss) -> {
                    listener.measured(Family.SESSION_BOOST, trees, "train-log-loss", trainLoss);
                    listener.measured(Family.SESSION_BOOST, trees, "validation-log-loss", validationLoss);
                })
                .fit(train, aside, seed);
    }

    /** The lessons whose answer is proposed. */
    private static ChoiceLists lists(SessionSignals signals, List<Trails.Lesson> lessons) {
        ChoiceLists lists = new ChoiceLists(SessionSignals.names().size());
        for (int from = 0; from < lessons.size(); from += AT_ONCE) {
            lessons.subList(from, Math.min(lessons.size(), from + AT_ONCE)).parallelStream()
                    .map(lesson -> Answered.of(signals, lesson))
                    .flatMap(Optional::stream)
                    .forEachOrdered(given -> lists.add(given.values, given.priors, given.priors.length, given.right));
        }
        return lists;
    }

    /** What the signals propose to a lesson, and which row is right. */
    private static final class Answered {
        private final float[] values;
        private final float[] priors;
        private final int right;

        private Answered(Shortlist list, int right) {
            this.values = Arrays.copyOf(
                    list.values(), list.size() * SessionSignals.names().size());
            this.priors = new float[list.size()];
            for (int row = 0; row < priors.length; row++) {
                priors[row] = SessionSignals.prior(list, row);
            }
            this.right = right;
        }

        private static Optional<Answered> of(SessionSignals signals, Trails.Lesson lesson) {
            Shortlist list = signals.shortlist(lesson.before(), item -> true);
            int right = list.row(lesson.next());
            return right < 0 ? Optional.empty() : Optional.of(new Answered(list, right));
        }
    }
}
