package io.sluice.app.bench;

import io.sluice.models.Family;
import io.sluice.models.Recommender;
import io.sluice.models.SessionSignal;
import io.sluice.trainer.Recipe;
import io.sluice.trainer.TrainingListener;
import io.sluice.trainer.TrainingSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * What each part of the shipped configuration adds, measured on the last part of the training file: models learn from the
 * sessions before it, and answer questions from it whose items they know. No test file is involved.
 */
final class Ablation {
    private static final int TAIL = 16;
    private static final int QUESTIONS = 6000;
    private static final long SEED = 5;

    private final List<List<String>> sessions;
    private final int begin;
    private final List<SessionFile.Question> questions;

    Ablation(List<List<String>> sessions) {
        this.sessions = sessions;
        this.begin = tail(sessions);
        this.questions = questions(sessions, begin);
    }

    /** Where the newest sessions with a sixteenth of all questions begin. */
    private static int tail(List<List<String>> sessions) {
        int asked = sessions.stream().mapToInt(session -> session.size() - 1).sum();
        int begin = sessions.size();
        for (int held = 0; begin > 1 && held < asked / TAIL; begin--) {
            held += sessions.get(begin - 1).size() - 1;
        }
        return begin;
    }

    private static List<SessionFile.Question> questions(List<List<String>> sessions, int begin) {
        Set<String> known = new HashSet<>();
        sessions.subList(0, begin).forEach(known::addAll);
        List<SessionFile.Question> questions = new ArrayList<>();
        for (List<String> session : sessions.subList(begin, sessions.size())) {
            List<String> items = session.stream().filter(known::contains).toList();
            for (int at = 1; at < items.size(); at++) {
                questions.add(new SessionFile.Question(items.subList(0, at), items.get(at)));
            }
        }
        Collections.shuffle(questions, new Random(SEED));
        return questions.subList(0, Math.min(QUESTIONS, questions.size()));
    }

    /** Simplest first: each has one part more than the one above it. */
    private static List<Contender> variants() {
        List<Contender> variants = new ArrayList<>();
        variants.add(Contender.named("session-knn"));
        EnumSet<SessionSignal> signals = EnumSet.noneOf(SessionSignal.class);
        for (SessionSignal next : SessionSignal.values()) {
            signals.add(next);
            variants.add(with("+ " + next.label(), Map.of("signals", SessionSignal.text(signals))));
        }
        variants.add(new Contender("network alone", new Recipe(Family.SEQUENCE, Map.of("collapse-runs", "false"), 1)));
        return variants;
    }

    private static Contender with(String name, Map<String, String> changed) {
        Map<String, String> parameters = new TreeMap<>(Contender.BEST.recipe().parameters());
        parameters.putAll(changed);
        return new Contender(name, new Recipe(Family.SESSION_BOOST, parameters, 1));
    }

    /** Trains, asks and prints one row per variant. */
    void print(int k) {
        TrainingSet set = SessionLog.of(sessions.subList(0, begin));
        System.out.printf(
                Locale.ROOT,
                "ablation on the last %,d of %,d training sessions, %,d questions; percent at %d%n%-16s %7s %7s %9s%n",
                sessions.size() - begin,
                sessions.size(),
                questions.size(),
                k,
                "",
                "HR",
                "MRR",
                "cpu s");
        variants().forEach(variant -> {
            double cpu = CpuTime.seconds();
            Recommender model =
                    variant.recipe().trainer().train(set, variant.recipe().seed(), TrainingListener.NONE);
            double trained = CpuTime.seconds() - cpu;
            Quality quality = Quality.of(model, questions, set.range().to(), k);
            System.out.printf(
                    Locale.ROOT,
                    "%-16s %7.2f %7.2f %9.1f%n",
                    variant.name(),
                    100 * quality.hitRate(),
                    100 * quality.mrr(),
                    trained);
        });
    }
}
