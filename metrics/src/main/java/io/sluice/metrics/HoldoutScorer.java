package io.sluice.metrics;

import io.sluice.dataset.InventoryTimeline;
import io.sluice.models.ItemCatalog;
import io.sluice.models.Ranking;
import io.sluice.models.Recommender;
import io.sluice.models.StockMask;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

/**
 * Asks a model every question of a holdout, each with the stock as of its moment, over the full catalogue.
 *
 * <p>Targets are cut into one contiguous stretch per thread, each with its own inventory cursor; only ranks, hashes and
 * whole numbers come out of the threads, so the result does not depend on how many there are (latencies aside).
 */
public final class HoldoutScorer {
    private final int threads;
    private final LongSupplier nanoTime;

    /**
     * @param threads at least 1
     * @param nanoTime source of latencies, as {@link System#nanoTime}
     */
    public HoldoutScorer(int threads, LongSupplier nanoTime) {
        if (threads < 1) {
            throw new IllegalArgumentException("scoring needs at least one thread, got " + threads);
        }
        this.threads = threads;
        this.nanoTime = nanoTime;
    }

    /**
     * Scores {@code model}. A model that throws or recommends what it must not is counted in the {@link Tally}, never an
     * exception: that it is broken is evidence.
     */
    public HoldoutScores score(Recommender model, Holdout holdout, InventoryTimeline timeline, int k) {
        List<Stretch> stretches = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int from = (int) ((long) holdout.targets() * thread / threads);
            int to = (int) ((long) holdout.targets() * (thread + 1) / threads);
            stretches.add(new Stretch(model, holdout, timeline, k, from, to));
        }
        run(stretches);
        return assemble(model, holdout, timeline, k, stretches);
    }

    private void run(List<Stretch> stretches) {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CompletableFuture.allOf(stretches.stream()
                            .map(stretch -> CompletableFuture.runAsync(stretch::ask, executor))
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
        } finally {
            executor.shutdown();
        }
    }

    private static HoldoutScores assemble(
            Recommender model, Holdout holdout, InventoryTimeline timeline, int k, List<Stretch> stretches) {
        int[] ranks = new int[holdout.targets()];
        float[] confidence = new float[holdout.targets()];
        long[] recommended = new long[model.items().size()];
        long[] nanos = new long[holdout.targets()];
        MessageDigest digest = sha256();
        int asked = 0;
        for (Stretch stretch : stretches) {
            System.arraycopy(stretch.ranks, 0, ranks, stretch.from, stretch.ranks.length);
            System.arraycopy(stretch.confidence, 0, confidence, stretch.from, stretch.confidence.length);
            System.arraycopy(stretch.nanos, 0, nanos, asked, stretch.asked);
            asked += stretch.asked;
            for (long hash : stretch.hashes) {
                digest.update(ByteBuffer.allocate(Long.BYTES).putLong(hash).array());
            }
            Arrays.setAll(recommended, item -> recommended[item] + stretch.recommended[item]);
        }
        Arrays.sort(nanos, 0, asked);
        int distinct =
                (int) Arrays.stream(recommended).filter(count -> count > 0).count();
        int catalogue = catalogue(model, holdout, timeline);
        Tally tally = new Tally(
                asked,
                holdout.targets() - asked,
                stretches.stream().mapToLong(stretch -> stretch.failures).sum(),
                stretches.stream()
                        .map(stretch -> stretch.firstFailure)
                        .filter(failure -> !failure.isEmpty())
                        .findFirst()
                        .orElse(""),
                stretches.stream().mapToLong(stretch -> stretch.nonFinite).sum(),
                stretches.stream().mapToLong(stretch -> stretch.unsellable).sum(),
                stretches.stream().mapToLong(stretch -> stretch.invalid).sum(),
                distinct,
                catalogue,
                RankingMetrics.gini(overCatalogue(recommended, distinct, catalogue)),
                asked == 0 ? 0 : nanos[asked / 2],
                asked == 0 ? 0 : nanos[(int) (asked * 99L / 100)]);
        return new HoldoutScores(
                holdout,
                k,
                ranks,
                confidence,
                tally,
                variety(holdout, stretches),
                HexFormat.of().formatHex(digest.digest()));
    }

    /** Sums per target, in the targets' order, whatever thread they came from. */
    private static Variety variety(Holdout holdout, List<Stretch> stretches) {
        double novelty = 0.0;
        double popularity = 0.0;
        double diversity = 0.0;
        double turnedTo = 0.0;
        int answered = 0;
        for (Stretch stretch : stretches) {
            for (int i = 0; i < stretch.ranks.length; i++) {
                if (!Double.isNaN(stretch.novelty[i])) {
                    answered++;
                    novelty += stretch.novelty[i];
                    popularity += stretch.popularity[i];
                    diversity += stretch.diversity[i];
                    turnedTo += holdout.history().share(holdout.item(stretch.from + i));
                }
            }
        }
        return answered == 0
                ? Variety.NONE
                : new Variety(novelty / answered, popularity / turnedTo, diversity / answered);
    }

    private static int catalogue(Recommender model, Holdout holdout, InventoryTimeline timeline) {
        if (timeline.items().size() == 0 || holdout.targets() == 0) {
            return model.items().size();
        }
        InventoryTimeline.Cursor cursor = timeline.cursor();
        cursor.advanceTo(holdout.time(holdout.targets() - 1));
        int sellable = 0;
        for (int item = 0; item < timeline.items().size(); item++) {
            sellable += cursor.sellable(item) ? 1 : 0;
        }
        return sellable;
    }

    /** The counts above zero, and zeros for the rest of the catalogue: one length for every model on one holdout. */
    private static long[] overCatalogue(long[] recommended, int distinct, int catalogue) {
        long[] counts = Arrays.stream(recommended).filter(count -> count > 0).toArray();
        return Arrays.copyOf(counts, Math.max(distinct, catalogue));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    /** A contiguous part of the targets, asked by one thread. */
    private final class Stretch {
        private final Recommender model;
        private final Holdout holdout;
        private final InventoryTimeline timeline;
        private final int k;
        private final int from;
        private final int[] ranks;
        private final long[] hashes;
        private final long[] nanos;
        private final long[] recommended;
        private final float[] confidence;
        private final double[] novelty;
        private final double[] popularity;
        private final double[] diversity;
        private Shelves shelves;
        private int asked;
        private long failures;
        private String firstFailure = "";
        private long nonFinite;
        private long unsellable;
        private long invalid;

        private Stretch(Recommender model, Holdout holdout, InventoryTimeline timeline, int k, int from, int to) {
            this.model = model;
            this.holdout = holdout;
            this.timeline = timeline;
            this.k = k;
            this.from = from;
            ranks = new int[to - from];
            hashes = new long[to - from];
            nanos = new long[to - from];
            recommended = new long[model.items().size()];
            confidence = new float[to - from];
            novelty = new double[to - from];
            popularity = new double[to - from];
            diversity = new double[to - from];
            Arrays.fill(confidence, Float.NaN);
            Arrays.fill(novelty, Double.NaN);
        }

        private void ask() {
            ItemCatalog items = model.items();
            shelves = new Shelves(items, holdout.history());
            int[] onTimeline = new int[items.size()];
            Arrays.setAll(
                    onTimeline, item -> timeline.items().index(items.id(item)).orElse(-1));
            long[] idHashes = new long[items.size()];
            Arrays.setAll(idHashes, item -> hash(items.id(item)));
            InventoryTimeline.Cursor cursor = timeline.cursor();
            StockMask mask = item -> onTimeline[item] < 0 || cursor.sellable(onTimeline[item]);
            for (int i = 0; i < ranks.length; i++) {
                cursor.advanceTo(holdout.time(from + i));
                if (cursor.sellable(holdout.item(from + i))) {
                    Ranking ranking = answer(from + i, mask);
                    ranks[i] = rank(ranking, items.index(holdout.item(from + i)));
                    hashes[i] = count(ranking, mask, idHashes);
                    describe(i, ranking);
                } else {
                    ranks[i] = HoldoutScores.unsellable();
                }
            }
        }

        private void describe(int i, Ranking ranking) {
            int size = 0;
            for (int rank = 0; rank < ranking.size(); rank++) {
                size += shelves.holds(ranking.item(rank)) ? 1 : 0;
            }
            if (size == 0) {
                return;
            }
            confidence[i] = ranking.score(0);
            novelty[i] = 0;
            for (int rank = 0; rank < ranking.size(); rank++) {
                if (shelves.holds(ranking.item(rank))) {
                    novelty[i] += shelves.bits(ranking.item(rank)) / size;
                    popularity[i] += shelves.share(ranking.item(rank)) / size;
                }
            }
            diversity[i] = shelves.diversity(ranking);
        }

        private Ranking answer(int target, StockMask mask) {
            long start = nanoTime.getAsLong();
            try {
                return model.recommend(holdout.query(target), mask, k);
            } catch (RuntimeException broken) {
                // The model on trial is foreign to us: whatever it throws is evidence against it, not our failure.
                failures++;
                firstFailure = firstFailure.isEmpty() ? broken.toString() : firstFailure;
                return Ranking.of(new int[0], new float[0], 0);
            } finally {
                nanos[asked++] = nanoTime.getAsLong() - start;
            }
        }

        private int rank(Ranking ranking, OptionalInt target) {
            int rank = target.isEmpty() ? -1 : ranking.rankOf(target.getAsInt());
            return rank < k ? rank : -1;
        }

        private long count(Ranking ranking, StockMask mask, long[] idHashes) {
            long hash = ranking.size();
            for (int rank = 0; rank < ranking.size(); rank++) {
                int item = ranking.item(rank);
                nonFinite += Float.isFinite(ranking.score(rank)) ? 0 : 1;
                if (item < 0 || item >= idHashes.length || ranking.rankOf(item) != rank) {
                    invalid++;
                    continue;
                }
                unsellable += mask.sellable(item) ? 0 : 1;
                recommended[item]++;
                hash = mix(hash * 31 + idHashes[item]);
            }
            return hash;
        }

        private static long hash(String id) {
            long hash = 0xcbf29ce484222325L;
            for (int i = 0; i < id.length(); i++) {
                hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
            }
            return mix(hash);
        }

        private static long mix(long value) {
            long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
            mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
            return mixed ^ (mixed >>> 31);
        }
    }
}
