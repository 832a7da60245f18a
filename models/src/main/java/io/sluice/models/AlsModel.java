package io.sluice.models;

import io.sluice.models.algebra.Panels;
import io.sluice.models.algebra.RowSolver;
import io.sluice.models.algebra.WhitenedFactors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Item factors of an implicit-feedback factorisation. Hu, Koren and Volinsky, "Collaborative filtering for implicit
 * feedback datasets", 2008. A session is folded in as a new row: its factors are solved for with the item factors held.
 * Deviation: the older an item of the session, the lower its confidence.
 */
public final class AlsModel implements StoredModel {
    /** Questions for which the catalogue is read from memory once. */
    private static final int GROUP = 64;

    private final PopularityModel popularity;
    private final ActionWeights actions;
    private final Folding folding;
    private final float[] factors;
    /** The factors in the space in which a session is solved for; inner products are the same there. */
    private final Panels panels;

    private final BitSet learnt;

    /**
     * How a session is folded in.
     *
     * @param rank factors per item, at least 1
     * @param alpha what one action of weight 1 adds to the confidence, above 0
     * @param regularisation above 0
     * @param decay from one item of the session to the one before it, in (0, 1]
     * @param reach how many items of the session count, at least 1
     */
    public record Folding(int rank, float alpha, float regularisation, float decay, int reach) {
        public Folding {
            if (rank < 1 || reach < 1) {
                throw new IllegalArgumentException("rank and reach must be at least 1, got " + rank + " and " + reach);
            }
            if (!(alpha > 0) || !(regularisation > 0) || !(decay > 0 && decay <= 1)) {
                throw new IllegalArgumentException("alpha and regularisation must be above 0 and decay in (0, 1], got "
                        + alpha + ", " + regularisation + " and " + decay);
            }
        }
    }

    private AlsModel(PopularityModel popularity, ActionWeights actions, Folding folding, float[] factors) {
        if (factors.length != (long) popularity.items().size() * folding.rank) {
            throw new IllegalArgumentException("needs " + folding.rank + " factors per item, got " + factors.length
                    + " for " + popularity.items().size() + " items");
        }
        for (float factor : factors) {
            if (!Float.isFinite(factor)) {
                throw new IllegalArgumentException("factors must be finite, got " + factor);
            }
        }
        this.popularity = popularity;
        this.actions = actions;
        this.folding = folding;
        this.factors = factors;
        this.panels = Panels.of(WhitenedFactors.of(factors, folding.rank, folding.regularisation));
        this.learnt = new BitSet(panels.size());
        for (int item = 0; item < panels.size(); item++) {
            learnt.set(item, !panels.isZero(item));
        }
    }

    /**
     * A model over the catalogue of {@code popularity}, which fills up.
     *
     * @param factors [items × rank], row-major, finite, copied; an item of zeros is one nothing was learnt about
     */
    public static AlsModel of(PopularityModel popularity, ActionWeights actions, Folding folding, float[] factors) {
        return new AlsModel(popularity, actions, folding, factors.clone());
    }

    /** Factors per item. */
    public int rank() {
        return folding.rank;
    }

    /** The factors of the item with this index, [rank], copied. */
    public float[] factors(int item) {
        return Arrays.copyOfRange(factors, item * folding.rank, (item + 1) * folding.rank);
    }

    @Override
    public Family family() {
        return Family.ALS;
    }

    @Override
    public ItemCatalog items() {
        return popularity.items();
    }

    @Override
    public Ranking recommend(Query query, StockMask mask, int k) {
        return recommendAll(List.of(new Question(query, mask)), k).get(0);
    }

    @Override
    public List<Ranking> recommendAll(List<Question> questions, int k) {
        List<Ranking> rankings = new ArrayList<>(questions.size());
        for (int from = 0; from < questions.size(); from += GROUP) {
            group(questions.subList(from, Math.min(questions.size(), from + GROUP)), k).stream()
                    .map(Asked::ranking)
                    .forEach(rankings::add);
        }
        return rankings;
    }

    /** Goes through the catalogue once for all these questions. */
    private List<Asked> group(List<Question> questions, int k) {
        float[] sessions = new float[(questions.size() + Panels.QUERIES) * panels.width()];
        RowSolver solver = panels.solver();
        List<Asked> group = new ArrayList<>(questions.size());
        for (Question question : questions) {
            Asked asked = new Asked(question, k);
            asked.fold(solver, sessions, group.size() * panels.width());
            group.add(asked);
        }
        float[] scores = new float[Panels.QUERIES * Panels.ROWS];
        for (int panel = 0; panel < panels.count(); panel++) {
            for (int first = 0; first < group.size(); first += Panels.QUERIES) {
                panels.score(sessions, first * panels.width(), panel, scores);
                for (int at = first; at < Math.min(group.size(), first + Panels.QUERIES); at++) {
                    group.get(at).take(scores, (at - first) * Panels.ROWS, panel * Panels.ROWS);
                }
            }
        }
        return group;
    }

    /** One question while it is answered. */
    private final class Asked {
        private final Context context;
        private final TopK best;

        private Asked(Question question, int k) {
            this.context = Context.of(question.query(), question.mask(), items(), actions, folding.reach);
            this.best = new TopK(k, question.query(), items());
        }

        private void fold(RowSolver solver, float[] sessions, int at) {
            int[] rows = new int[context.size()];
            float[] confidences = new float[rows.length];
            float[] gathered = new float[rows.length * panels.width()];
            float fading = 1;
            for (int distance = 0; distance < rows.length; distance++) {
                panels.copyRow(context.item(distance), gathered, distance * panels.width());
                rows[distance] = distance;
                confidences[distance] = folding.alpha * fading * context.weight(distance);
                fading *= folding.decay;
            }
            solver.solve(gathered, rows, confidences, 0, rows.length, sessions, at);
        }

        private void take(float[] scores, int from, int firstItem) {
            if (context.size() == 0) {
                return;
            }
            int count = Math.min(Panels.ROWS, panels.size() - firstItem);
            for (int at = 0; at < count; at++) {
                float score = scores[from + at];
                if (best.wouldTake(score) && learnt.get(firstItem + at) && context.allows(firstItem + at)) {
                    best.offer(firstItem + at, score);
                }
            }
        }

        private Ranking ranking() {
            popularity.fillBelow(best, item -> context.allows(item) && !(context.size() > 0 && learnt.get(item)));
            return best.ranking();
        }
    }

    @Override
    public void write(FieldWriter out) throws IOException {
        popularity.write(out);
        actions.write(out);
        out.whole(folding.rank);
        out.number(folding.alpha);
        out.number(folding.regularisation);
        out.number(folding.decay);
        out.whole(folding.reach);
        out.numbers(factors);
    }

    static AlsModel read(ItemCatalog items, FieldReader in) {
        return new AlsModel(
                PopularityModel.read(items, in),
                ActionWeights.read(in),
                new Folding(in.whole(), in.number(), in.number(), in.number(), in.whole()),
                in.numbers());
    }
}
