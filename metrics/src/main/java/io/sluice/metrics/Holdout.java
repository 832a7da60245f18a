package io.sluice.metrics;

import io.sluice.dataset.Interactions;
import io.sluice.dataset.TimeRange;
import io.sluice.models.ActionWeights;
import io.sluice.models.Query;
import io.sluice.models.Step;
import io.sluice.schemas.Action;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The questions on which models are compared: what did each shopper of a stretch of event time turn to next?
 *
 * <p>Within a session, runs of the same item are one step, at the time of its first row and with its weightiest action. A
 * step is a target if its time lies in the range and a step of the same session precedes it; its context is the last
 * {@value #CONTEXT} of those, which may begin before the range. Targets are numbered in event-time order, sessions and
 * users by first target. Rows at or after the end of the range have no influence.
 *
 * <p>Immutable and safe for use by several threads. Same rows, same holdout, same hash.
 */
public final class Holdout {
    /** The longest context, in steps. */
    public static final int CONTEXT = 50;
    /** What the gate judges by: how much a target counts, by what the shopper did. */
    public static final ActionWeights JUDGED = new ActionWeights(1, 1, 3, 6);

    private final TimeRange range;
    private final ActionWeights weights;
    private final List<Session> sessions = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final List<String> users = new ArrayList<>();
    private final ItemHistory history;
    private final List<Slice> slices;
    private final Instant earliestArrival;
    private final String sha256;

    private Holdout(Interactions data, TimeRange range, ActionWeights weights) {
        this.range = range;
        this.weights = weights;
        int end = firstAtOrAfter(data, range.to());
        List<Target> found = targetsOf(runs(data, end));
        found.sort(Comparator.comparingInt(target -> target.run().row));
        number(data, found);
        history = new ItemHistory(data, firstAtOrAfter(data, range.from()));
        slices = HoldoutSlices.of(
                found.stream().map(target -> target.traits(data, history)).toList());
        earliestArrival = found.stream()
                .map(target -> Instant.ofEpochMilli(target.run().arrival))
                .min(Comparator.naturalOrder())
                .orElse(range.to());
        sha256 = digest();
    }

    /**
     * The holdout in {@code range}, weighted by {@link #JUDGED}.
     *
     * @param data the range and what came before it: contexts, and who and what is known, are taken from there
     */
    public static Holdout of(Interactions data, TimeRange range) {
        return of(data, range, JUDGED);
    }

    /** As {@link #of(Interactions, TimeRange)} with other weights; an action of weight 0 is skipped altogether. */
    public static Holdout of(Interactions data, TimeRange range, ActionWeights weights) {
        return new Holdout(data, range, weights);
    }

    public TimeRange range() {
        return range;
    }

    /** How many targets there are. */
    public int targets() {
        return targets.size();
    }

    public int sessions() {
        return sessions.size();
    }

    public int users() {
        return users.size();
    }

    /** Index of the session that target {@code target} belongs to. */
    public int session(int target) {
        return targets.get(target).session().index;
    }

    /** Index of the user who had session {@code session}. */
    public int user(int session) {
        return sessions.get(session).user;
    }

    /** Outside id of the item that the shopper turned to. */
    public String item(int target) {
        return targets.get(target).step().item();
    }

    public Action action(int target) {
        return targets.get(target).step().action();
    }

    public Instant time(int target) {
        return targets.get(target).step().time();
    }

    public double weight(int target) {
        return weights.of(action(target));
    }

    /** The question that a model is asked; items of the context may be the answer again. */
    public Query query(int target) {
        Target asked = targets.get(target);
        List<Step> steps = asked.session().steps;
        List<Step> context = steps.subList(Math.max(0, asked.place() - CONTEXT), asked.place());
        return new Query(Optional.of(users.get(asked.session().user)), context, time(target), true);
    }

    /** Event time of the first target; the end of the range if there is none. */
    public Instant earliest() {
        return targets.isEmpty() ? range.to() : time(0);
    }

    /** The earliest arrival of any target; the end of the range if there is none. */
    public Instant earliestArrival() {
        return earliestArrival;
    }

    /** SHA-256 over the range and every target with its context, lower-case hexadecimal. */
    public String sha256() {
        return sha256;
    }

    /**
     * The parts that must not suffer for the mean: new and returning users (an earlier session in the data), head, tail and
     * cold items, categories, price bands, devices and lengths of the session so far; see {@link HoldoutSlices}.
     */
    public List<Slice> slices() {
        return slices;
    }

    ItemHistory history() {
        return history;
    }

    private static int firstAtOrAfter(Interactions data, Instant time) {
        int low = 0;
        int high = data.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (data.time(middle) < time.toEpochMilli()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The collapsed steps of every session that is active in the range; other sessions stay null. */
    private Session[] runs(Interactions data, int end) {
        Session[] active = new Session[data.sessions().size()];
        for (int row = firstAtOrAfter(data, range.from()); row < end; row++) {
            int session = data.session(row);
            active[session] = active[session] == null ? new Session() : active[session];
        }
        int[] firstSession = new int[data.users().size()];
        Arrays.fill(firstSession, -1);
        for (int row = 0; row < end; row++) {
            int user = data.user(row);
            firstSession[user] = firstSession[user] < 0 ? data.session(row) : firstSession[user];
            Session session = active[data.session(row)];
            if (session != null && weights.of(data.action(row)) > 0) {
                session.returning = firstSession[user] != data.session(row);
                session.add(data, row, weights);
            }
        }
        return active;
    }

    private List<Target> targetsOf(Session[] active) {
        List<Target> found = new ArrayList<>();
        for (Session session : active) {
            for (int place = 1; session != null && place < session.runs.size(); place++) {
                if (range.contains(Instant.ofEpochMilli(session.runs.get(place).time))) {
                    found.add(new Target(session, place));
                }
            }
        }
        return found;
    }

    private void number(Interactions data, List<Target> found) {
        int[] userIndex = new int[data.users().size()];
        Arrays.fill(userIndex, -1);
        for (Target target : found) {
            Session session = target.session();
            if (session.index < 0) {
                int row = session.runs.get(0).row;
                int user = data.user(row);
                if (userIndex[user] < 0) {
                    userIndex[user] = users.size();
                    users.add(data.users().id(user));
                }
                session.seal(sessions.size(), userIndex[user], data);
                sessions.add(session);
            }
            targets.add(target);
        }
    }

    private String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            text(digest, range.toString());
            for (Target target : targets) {
                text(digest, users.get(target.session().user));
                text(digest, target.session().id);
                digest.update(ByteBuffer.allocate(Integer.BYTES + Double.BYTES)
                        .putInt(target.place())
                        .putDouble(weights.of(target.step().action()))
                        .array());
            }
            for (Session session : sessions) {
                text(digest, session.id);
                text(digest, session.device);
                text(digest, session.steps.toString());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    private static void text(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private record Target(Session session, int place) {
        private Step step() {
            return session.steps.get(place);
        }

        private Run run() {
            return session.runs.get(place);
        }

        private HoldoutSlices.Traits traits(Interactions data, ItemHistory history) {
            int row = run().row;
            return new HoldoutSlices.Traits(
                    session.returning,
                    history.isHead(run().item) ? "head" : history.isCold(run().item) ? "cold" : "tail",
                    history.department(run().item),
                    data.hasPrice(row) ? OptionalLong.of(data.priceMinor(row)) : OptionalLong.empty(),
                    session.device,
                    place);
        }
    }

    /** One session while and after it is built. */
    private static final class Session {
        private final List<Run> runs = new ArrayList<>();
        private List<Step> steps = List.of();
        private boolean returning;
        private int index = -1;
        private int user = -1;
        private String id = "";
        private String device = "";

        private void add(Interactions data, int row, ActionWeights weights) {
            Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (last != null && last.item == data.item(row)) {
                last.extend(data.action(row), weights);
            } else {
                runs.add(new Run(data, row));
            }
        }

        private void seal(int index, int user, Interactions data) {
            this.index = index;
            this.user = user;
            id = data.sessions().id(data.session(runs.get(0).row));
            device = data.device(runs.get(0).row);
            steps = runs.stream().map(run -> run.step(data)).toList();
        }
    }

    /** Consecutive rows of one session about one item. */
    private static final class Run {
        private final int row;
        private final int item;
        private final long time;
        private final long arrival;
        private Action action;

        private Run(Interactions data, int row) {
            this.row = row;
            item = data.item(row);
            time = data.time(row);
            arrival = data.arrival(row);
            action = data.action(row);
        }

        private void extend(Action next, ActionWeights weights) {
            action = weights.of(next) > weights.of(action) ? next : action;
        }

        private Step step(Interactions data) {
            return new Step(data.items().id(item), action, Instant.ofEpochMilli(time));
        }
    }
}
