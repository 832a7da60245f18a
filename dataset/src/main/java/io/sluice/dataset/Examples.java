package io.sluice.dataset;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Examples in their one order: (event time, impression id, user, item), each once, at its highest revision. Immutable and
 * safe for use by several threads.
 */
public final class Examples {
    private final List<Example> rows;

    private Examples(List<Example> rows) {
        this.rows = rows;
    }

    /** Takes rows in any order, all revisions; the list is not kept. */
    public static Examples of(List<Example> revisions) {
        List<Example> sorted = new ArrayList<>(revisions);
        sorted.sort(Example.ORDER);
        List<Example> newest = new ArrayList<>();
        for (int at = 0; at < sorted.size(); at++) {
            boolean last = at + 1 == sorted.size() || !sorted.get(at + 1).hasKeyOf(sorted.get(at));
            if (last) {
                newest.add(sorted.get(at));
            }
        }
        return new Examples(List.copyOf(newest));
    }

    public List<Example> rows() {
        return rows;
    }

    public int size() {
        return rows.size();
    }

    /** The share of shown items of which something came, passed-over ones weighted back; 0 if there is no row. */
    public double positiveShare() {
        double positive = 0;
        double all = 0;
        for (Example row : rows) {
            positive += row.isPositive() ? row.weight() : 0;
            all += row.weight();
        }
        return all == 0 ? 0 : positive / all;
    }

    /** SHA-256 over every row in order, lower-case hexadecimal. */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Example row : rows) {
                digest.update(row.toString().getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
