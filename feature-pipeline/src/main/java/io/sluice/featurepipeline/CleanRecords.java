package io.sluice.featurepipeline;

import io.sluice.schemas.BehaviorEvent;
import io.sluice.schemas.InventoryEvent;
import io.sluice.schemas.Promise;
import io.sluice.schemas.WireCodec;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decodes the records of one clean topic. What does not decode fails the job: ingestion lets nothing else through.
 *
 * @param <T> what they become
 */
abstract class CleanRecords<T> implements KafkaRecordDeserializationSchema<T> {
    private static final long serialVersionUID = 1;

    private final Class<T> type;
    private transient WireCodec codec;

    private CleanRecords(Class<T> type) {
        this.type = type;
    }

    abstract T of(SpecificRecord record, int partition, long offset);

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<T> out) {
        if (codec == null) {
            codec = new WireCodec();
        }
        SpecificRecord decoded = codec.decode(record.value()).match(value -> value, (reason, detail) -> {
            throw new IllegalStateException(
                    record.topic() + "/" + record.partition() + "/" + record.offset() + ": " + detail);
        });
        out.collect(of(decoded, record.partition(), record.offset()));
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return TypeInformation.of(type);
    }

    static CleanRecords<ShopEvent> behavior() {
        return new Behavior();
    }

    static CleanRecords<InventoryChange> inventory() {
        return new Inventory();
    }

    private static final class Behavior extends CleanRecords<ShopEvent> {
        private static final long serialVersionUID = 1;

        private Behavior() {
            super(ShopEvent.class);
        }

        @Override
        ShopEvent of(SpecificRecord record, int partition, long offset) {
            return record instanceof Promise promise
                    ? ShopEvent.of(promise, partition, offset)
                    : ShopEvent.of((BehaviorEvent) record, partition, offset);
        }
    }

    private static final class Inventory extends CleanRecords<InventoryChange> {
        private static final long serialVersionUID = 1;

        private Inventory() {
            super(InventoryChange.class);
        }

        @Override
        InventoryChange of(SpecificRecord record, int partition, long offset) {
            return record instanceof Promise promise
                    ? InventoryChange.of(promise, partition, offset)
                    : InventoryChange.of((InventoryEvent) record, partition, offset);
        }
    }
}
