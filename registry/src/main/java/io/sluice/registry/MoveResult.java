package io.sluice.registry;

import java.util.Optional;
import java.util.function.Function;

/** What became of the attempt to move an alias. */
public sealed interface MoveResult permits MoveResult.Moved, MoveResult.Refused {
    /** The alias moved; the entry is in the log. */
    record Moved(PromotionEntry entry) implements MoveResult {
        @Override
        public <R> R match(Function<Moved, R> moved, Function<Refused, R> refused) {
            return moved.apply(this);
        }
    }

    /** Nothing changed. */
    record Refused(Reason reason, String detail) implements MoveResult {
        @Override
        public <R> R match(Function<Moved, R> moved, Function<Refused, R> refused) {
            return refused.apply(this);
        }
    }

    /** Why an alias may not move. */
    enum Reason {
        /** The alias does not name the expected version (any more). */
        LOST_RACE,
        /** Promotions are frozen. */
        FROZEN,
        /** The verdict is unknown, or does not let this version take the place of that one. */
        NO_SUCH_VERDICT,
        UNKNOWN_VERSION,
        /** The alias names that version already. */
        ALREADY_THERE,
        /** The log knows no earlier version to go back to. */
        NOTHING_EARLIER
    }

    <R> R match(Function<Moved, R> moved, Function<Refused, R> refused);

    /** The log entry, if the alias moved. */
    default Optional<PromotionEntry> moved() {
        return match(moved -> Optional.of(moved.entry()), refused -> Optional.empty());
    }

    /** Why the alias did not move, if so. */
    default Optional<Reason> refusal() {
        return match(moved -> Optional.empty(), refused -> Optional.of(refused.reason()));
    }
}
