package io.sluice.models;

/**
 * The best items offered so far, in a bounded heap. Equal scores are ordered by a hash of the query and the item's id,
 * so that no item is favoured and models with different catalogues break ties alike.
 */
final class TopK {
    private final ItemCatalog catalog;
    private final long queryHash;
    private final int[] items;
    private final float[] scores;
    private final long[] ties;
    private int size;

    TopK(int k, Query query, ItemCatalog catalog) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be at least 1, got " + k);
        }
        int capacity = Math.min(k, catalog.size());
        this.catalog = catalog;
        this.queryHash = hash(query);
        this.items = new int[capacity];
        this.scores = new float[capacity];
        this.ties = new long[capacity];
    }

    private static long hash(Query query) {
        long hash = mix(query.at().toEpochMilli())
                ^ query.user().map(String::hashCode).orElse(0);
        for (Step step : query.steps()) {
            hash = mix(hash + step.item().hashCode());
        }
        return hash;
    }

    /** The finaliser of MurmurHash3 (Appleby). */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    /** Takes each item at most once. */
    void offer(int item, float score) {
        if (items.length == 0 || !wouldTake(score)) {
            return;
        }
        long tie = mix(queryHash + catalog.id(item).hashCode());
        if (size < items.length) {
            set(size, item, score, tie);
            size++;
            siftUp(size - 1);
        } else if (isBetter(score, tie, item, 0)) {
            set(0, item, score, tie);
            siftDown();
        }
    }

    /** Whether an item with this score could still find a place. */
    boolean wouldTake(float score) {
        return size < items.length || (size > 0 && score >= scores[0]);
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == items.length;
    }

    /** The lowest score among those held, of which there must be one. */
    float least() {
        return scores[0];
    }

    /** Empties this. */
    Ranking ranking() {
        int found = size;
        int[] ranked = new int[found];
        float[] rankedScores = new float[found];
        while (size > 0) {
            ranked[size - 1] = items[0];
            rankedScores[size - 1] = scores[0];
            size--;
            set(0, items[size], scores[size], ties[size]);
            siftDown();
        }
        return Ranking.of(ranked, rankedScores, found);
    }

    private boolean isBetter(float score, long tie, int item, int than) {
        if (score != scores[than]) {
            return score > scores[than];
        }
        return tie != ties[than] ? tie < ties[than] : item < items[than];
    }

    private boolean isBetter(int place, int than) {
        return isBetter(scores[place], ties[place], items[place], than);
    }

    private void siftUp(int from) {
        int place = from;
        while (place > 0 && isBetter((place - 1) / 2, place)) {
            swap(place, (place - 1) / 2);
            place = (place - 1) / 2;
        }
    }

    private void siftDown() {
        int place = 0;
        while (2 * place + 1 < size) {
            int child = 2 * place + 1;
            if (child + 1 < size && isBetter(child, child + 1)) {
                child++;
            }
            if (!isBetter(place, child)) {
                return;
            }
            swap(place, child);
            place = child;
        }
    }

    private void swap(int a, int b) {
        int item = items[a];
        float score = scores[a];
        long tie = ties[a];
        set(a, items[b], scores[b], ties[b]);
        set(b, item, score, tie);
    }

    private void set(int place, int item, float score, long tie) {
        items[place] = item;
        scores[place] = score;
        ties[place] = tie;
    }
}
