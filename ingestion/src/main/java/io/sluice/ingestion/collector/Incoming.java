package io.sluice.ingestion.collector;

import java.util.List;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** One event of a request: ready for its topic, or with what is wrong with it. */
sealed interface Incoming {
    <R> R match(Function<Ready, R> ready, Function<Wrong, R> wrong);

    /** Which raw topic. */
    enum Stream {
        BEHAVIOR,
        INVENTORY
    }

    /**
     * @param eventId told back to the caller
     * @param key the raw topic's key: user id or item id
     */
    record Ready(Stream stream, String eventId, String key, SpecificRecord event) implements Incoming {
        @Override
        public <R> R match(Function<Ready, R> ready, Function<Wrong, R> wrong) {
            return ready.apply(this);
        }
    }

    record Wrong(List<FieldError> errors) implements Incoming {
        public Wrong {
            errors = List.copyOf(errors);
        }

        @Override
        public <R> R match(Function<Ready, R> ready, Function<Wrong, R> wrong) {
            return wrong.apply(this);
        }
    }
}
