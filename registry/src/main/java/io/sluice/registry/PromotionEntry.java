package io.sluice.registry;

import io.sluice.schemas.Promotion;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of the promotion log.
 *
 * @param sequence gapless per registry, from 1
 * @param wallTime when it was written; never earlier than the entry before it
 */
public record PromotionEntry(
        long sequence,
        String model,
        String alias,
        MoveKind kind,
        Optional<String> from,
        Optional<String> to,
        Optional<String> verdictId,
        Cause cause,
        Instant wallTime) {

    /** The entry as it is announced on {@code models.promotions}; a move without a verdict says so before its reason. */
    public Promotion announcement() {
        return Promotion.newBuilder()
                .setSequence(sequence)
                .setModel(model)
                .setAlias(alias)
                .setFromVersion(from.orElse(null))
                .setToVersion(to.orElse(null))
                .setMovedBy(cause.by())
                .setWhy(kind == MoveKind.PROMOTED ? cause.why() : kind + ": " + cause.why())
                .setVerdictId(verdictId.orElse(null))
                .setEventTime(cause.eventTime().orElse(null))
                .setWallTime(wallTime)
                .build();
    }
}
