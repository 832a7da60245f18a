package io.sluice.trainer.sequence;

import io.sluice.models.algebra.Products;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Sessions that take one step together. Their items stand at positions 0 … positions-1, session by session; every position
 * but the last of a session asks for the next one, the target. Candidates are all targets and the items drawn.
 */
final class Batch {
    final int sessions;
    /** Where each session's positions begin, and the end of the last. */
    final int[] positionStarts;

    final int[] targetStarts;
    /** The item at each position. */
    final int[] items;
    /** Which candidate each target is. */
    final int[] right;

    /** Items, the first {@link #candidateCount} of them; no item twice. */
    final int[] candidates;

    final int candidateCount;
    /** {@link #candidateCount} rounded up to what matrix products take. */
    final int columns;
    /** Per column; so large where there is no candidate that it takes no part. */
    final float[] logExpected;

    /** @param place per item of the catalogue, -1 everywhere; left as it was found */
    Batch(
            SequenceData data,
            int[] order,
            int from,
            int to,
            Negatives negatives,
            int drawn,
            SplittableRandom random,
            int[] place) {
        sessions = to - from;
        positionStarts = new int[sessions + 1];
        targetStarts = new int[sessions + 1];
        for (int at = 0; at < sessions; at++) {
            int length = data.length(order[from + at]);
            positionStarts[at + 1] = positionStarts[at] + length;
            targetStarts[at + 1] = targetStarts[at] + length - 1;
        }
        items = new int[positionStarts[sessions]];
        right = new int[targetStarts[sessions]];
        candidates = new int[right.length + drawn];
        int count = 0;
        for (int at = 0; at < sessions; at++) {
            int start = data.starts()[order[from + at]];
            int length = positionStarts[at + 1] - positionStarts[at];
            System.arraycopy(data.items(), start, items, positionStarts[at], length);
            for (int next = 1; next < length; next++) {
                int item = data.items()[start + next];
                count = add(item, place, count);
                right[targetStarts[at] + next - 1] = place[item];
            }
        }
        for (int draw = 0; draw < drawn; draw++) {
            count = add(negatives.draw(random), place, count);
        }
        candidateCount = count;
        columns = (count + Products.COLUMNS - 1) / Products.COLUMNS * Products.COLUMNS;
        logExpected = new float[columns];
        Arrays.fill(logExpected, 1e9f);
        for (int column = 0; column < count; column++) {
            logExpected[column] = negatives.logExpected(candidates[column], drawn, right.length);
            place[candidates[column]] = -1;
        }
    }

    private int add(int item, int[] place, int count) {
        if (place[item] >= 0) {
            return count;
        }
        place[item] = count;
        candidates[count] = item;
        return count + 1;
    }

    int targets() {
        return right.length;
    }
}
