package io.sluice.models;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a ranker sees of each item that its components propose: how each component places it, and how it stands to the
 * session. Training and scoring call this one definition. Immutable and safe for use by several threads.
 */
public final class CandidateFeatures {
    private static final List<String> OF_COMPONENT =
            List.of("proposed", "share", "log-share", "reciprocal-rank", "log-rank");
    private static final List<String> OF_SESSION = List.of(
            "is-newest", "visits", "recency", "is-second-newest", "in-cart", "newest-category", "category-share");
    /** Below every share that a component's list can hold and still matter. */
    private static final double SMALL = 1e-3;

    /** Above 1 marks what was put into the cart or bought. */
    private static final ActionWeights CART = new ActionWeights(1, 1, 2, 2);

    private static final int SESSION_REACH = 20;

    private final PopularityModel popularity;
    private final List<StoredModel> components;
    private final int[] categories;
    private final int depth;
    private final List<String> names;

    private CandidateFeatures(List<StoredModel> components, int[] categories, int depth) {
        if (components.isEmpty() || !(components.get(0) instanceof PopularityModel first)) {
            throw new IllegalArgumentException("the first component must be a popularity model, got " + components);
        }
        for (StoredModel component : components) {
            if (!component.items().ids().equals(first.items().ids())) {
                throw new IllegalArgumentException("components must share a catalogue");
            }
        }
        if (categories.length != first.items().size() || depth < 1) {
            throw new IllegalArgumentException(
                    "needs a category per item and a depth of at least 1, got " + categories.length + " and " + depth);
        }
        this.popularity = first;
        this.components = components;
        this.categories = categories;
        this.depth = depth;
        this.names = names(components);
    }

    /**
     * @param components over one catalogue, of this package; the first is a popularity model and fills up
     * @param categories one number per item, equal for items of one category; -1 where unknown; copied
     * @param depth how many items each component proposes, at least 1
     * @throws IllegalArgumentException if a component cannot be stored, or as the parameters say
     */
    public static CandidateFeatures of(List<? extends Recommender> components, int[] categories, int depth) {
        List<StoredModel> stored = new ArrayList<>();
        for (Recommender component : components) {
            if (!(component instanceof StoredModel model) || component instanceof RankerModel) {
                throw new IllegalArgumentException(
                        "not a component: " + component.family().label());
            }
            stored.add(model);
        }
        return new CandidateFeatures(List.copyOf(stored), categories.clone(), depth);
    }

    private static List<String> names(List<StoredModel> components) {
        List<String> names = new ArrayList<>();
        for (int at = 0; at < components.size(); at++) {
            for (String name : OF_COMPONENT) {
                names.add(components.get(at).family().label() + "-" + at + "-" + name);
            }
        }
        names.addAll(OF_SESSION);
        return List.copyOf(names);
    }

    /** Names of the features, in the order of their values. */
    public List<String> names() {
        return names;
    }

    /** The catalogue that components and features share. */
    public ItemCatalog items() {
        return popularity.items();
    }

    /** Every item that a component proposes to {@code query}, with its features. */
    public Shortlist shortlist(Query query, StockMask mask) {
        Shortlist list = new Shortlist(items().size(), names.size());
        List<Ranking> rankings = components.stream()
                .map(component -> component.recommend(query, mask, depth))
                .toList();
        for (Ranking ranking : rankings) {
            for (int rank = 0; rank < ranking.size(); rank++) {
                list.add(ranking.item(rank));
            }
        }
        for (int at = 0; at < rankings.size(); at++) {
            place(rankings.get(at), at * OF_COMPONENT.size(), list);
        }
        relate(Context.of(query, mask, items(), CART, SESSION_REACH), list);
        return list;
    }

    private void place(Ranking ranking, int offset, Shortlist list) {
        for (int row = 0; row < list.size(); row++) {
            list.set(row, offset + 2, (float) StrictMath.log(SMALL));
            list.set(row, offset + 4, (float) -StrictMath.log(depth + 1.0));
        }
        for (int rank = 0; rank < ranking.size(); rank++) {
            int row = list.row(ranking.item(rank));
            float share = ranking.score(0) > 0 ? ranking.score(rank) / ranking.score(0) : 0;
            list.set(row, offset, 1);
            list.set(row, offset + 1, share);
            list.set(row, offset + 2, (float) StrictMath.log(SMALL + share));
            list.set(row, offset + 3, 1f / (rank + 1));
            list.set(row, offset + 4, (float) -StrictMath.log(rank + 1.0));
        }
    }

    private void relate(Context context, Shortlist list) {
        int offset = components.size() * OF_COMPONENT.size();
        for (int distance = context.size() - 1; distance >= 0; distance--) {
            int row = list.row(context.item(distance));
            if (row >= 0) {
                list.set(row, offset + (distance == 0 ? 0 : 1), distance == 0 ? 1 : list.value(row, offset + 1) + 1);
                list.set(row, offset + 2, 1f / (distance + 1));
                list.set(row, offset + 3, distance == 1 ? 1 : list.value(row, offset + 3));
                list.set(row, offset + 4, context.weight(distance) > 1 ? 1 : list.value(row, offset + 4));
            }
        }
        for (int row = 0; row < list.size() && context.size() > 0; row++) {
            int category = categories[list.item(row)];
            list.set(row, offset + 5, category >= 0 && category == categories[context.item(0)] ? 1 : 0);
            list.set(row, offset + 6, category < 0 ? 0 : share(category, context));
        }
    }

    private float share(int category, Context context) {
        int same = 0;
        for (int distance = 0; distance < context.size(); distance++) {
            same += categories[context.item(distance)] == category ? 1 : 0;
        }
        return (float) same / context.size();
    }

    PopularityModel popularity() {
        return popularity;
    }

    void write(FieldWriter out) throws IOException {
        out.whole(depth);
        out.wholes(categories);
        out.whole(components.size());
        for (StoredModel component : components) {
            out.text(component.family().label());
            component.write(out);
        }
    }

    static CandidateFeatures read(ItemCatalog items, FieldReader in) {
        int depth = in.whole();
        int[] categories = in.wholes();
        int count = in.whole();
        List<StoredModel> components = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            Family family = Family.of(in.text());
            if (family == Family.RANKER) {
                throw new IllegalArgumentException("a ranker is no component of a ranker");
            }
            components.add(ModelFiles.read(family, items, in));
        }
        return new CandidateFeatures(List.copyOf(components), categories, depth);
    }
}
