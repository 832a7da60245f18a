package io.sluice.registry;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What the entries of one alias, oldest first, say about it. Pure functions of the log. */
final class AliasHistory {
    private final List<PromotionEntry> entries;

    AliasHistory(List<PromotionEntry> entries) {
        this.entries = List.copyOf(entries);
    }

    Optional<String> current() {
        return entries.isEmpty()
                ? Optional.empty()
                : entries.get(entries.size() - 1).to();
    }

    /**
     * The version that a rollback goes to. Rollbacks undo: after 1, 2, 3 a first one goes to 2 and a second one to 1.
     */
    Optional<String> previous() {
        Deque<String> path = new ArrayDeque<>();
        for (PromotionEntry entry : entries) {
            entry.to().ifPresent(to -> follow(path, entry.kind(), to));
        }
        return path.stream()
                .filter(version -> !Optional.of(version).equals(current()))
                .findFirst();
    }

    Optional<String> atWallTime(Instant time) {
        return lastWhere(entry -> !entry.wallTime().isAfter(time));
    }

    /** An entry that names no event time took place at that of the entry before it. */
    Optional<String> atEventTime(Instant time) {
        Optional<String> champion = Optional.empty();
        Instant reached = Instant.MIN;
        for (PromotionEntry entry : entries) {
            reached = later(reached, entry.cause().eventTime().orElse(reached));
            if (!reached.isAfter(time)) {
                champion = entry.to();
            }
        }
        return champion;
    }

    private static void follow(Deque<String> path, MoveKind kind, String to) {
        if (kind == MoveKind.ROLLED_BACK) {
            while (!path.isEmpty() && !path.peek().equals(to)) {
                path.pop();
            }
        }
        if (!to.equals(path.peek())) {
            path.push(to);
        }
    }

    private Optional<String> lastWhere(Predicate<PromotionEntry> condition) {
        Optional<String> last = Optional.empty();
        for (PromotionEntry entry : entries) {
            last = condition.test(entry) ? entry.to() : last;
        }
        return last;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
