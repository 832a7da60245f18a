package io.sluice.ingestion;

import io.sluice.schemas.BehaviorEvent;
import io.sluice.schemas.InventoryEvent;
import java.time.Instant;

/** How events of either kind are recognised and stamped on their way into the clean topics. */
final class Stamping {
    private Stamping() {}

    /** User ids, the current and the previous one, become pseudonymous keys. */
    static Deduplication.Subject<BehaviorEvent> behavior(UserKeys userKeys, int maxEventsPerMinute) {
        return new Deduplication.Subject<>() {
            @Override
            public Class<BehaviorEvent> type() {
                return BehaviorEvent.class;
            }

            @Override
            public String eventId(BehaviorEvent event) {
                return event.getEventId();
            }

            @Override
            public Instant eventTime(BehaviorEvent event) {
                return event.getEventTime();
            }

            @Override
            public BehaviorEvent stamped(BehaviorEvent event, String key, Instant arrival) {
                return BehaviorEvent.newBuilder(event)
                        .setUserKey(key)
                        .setPreviousUserKey(
                                event.getPreviousUserKey().map(userKeys::keyOf).orElse(null))
                        .setArrival(arrival)
                        .build();
            }

            @Override
            public int maxEventsPerMinute() {
                return maxEventsPerMinute;
            }
        };
    }

    static Deduplication.Subject<InventoryEvent> inventory() {
        return new Deduplication.Subject<>() {
            @Override
            public Class<InventoryEvent> type() {
                return InventoryEvent.class;
            }

            @Override
            public String eventId(InventoryEvent event) {
                return event.getEventId();
            }

            @Override
            public Instant eventTime(InventoryEvent event) {
                return event.getEventTime();
            }

            @Override
            public InventoryEvent stamped(InventoryEvent event, String key, Instant arrival) {
                return InventoryEvent.newBuilder(event).setArrival(arrival).build();
            }

            /** A catalogue may change as often as it likes. */
            @Override
            public int maxEventsPerMinute() {
                return Integer.MAX_VALUE;
            }
        };
    }
}
