package io.sluice.ingestion;

import io.sluice.schemas.SchemaIds;
import io.sluice.schemas.Topics;
import io.sluice.schemas.WireCodec;
import java.time.Clock;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The whole of ingestion as one topology: for behaviour and for inventory, raw → admission → identified →
 * deduplication → clean, with side exits to the rejects and to the ledger of duplicates.
 */
public final class IngestionTopology {
    private final Topics topics;
    private final IngestionConfig config;
    private final UserKeySecret secret;
    private final IngestionCounts counts;
    private final Topology topology = new Topology();

    private IngestionTopology(Topics topics, IngestionConfig config, UserKeySecret secret, IngestionCounts counts) {
        this.topics = topics;
        this.config = config;
        this.secret = secret;
        this.counts = counts;
    }

    /**
     * @param partitions of every raw, identified and clean topic
     */
    public static Topology build(Topics topics, IngestionConfig config, UserKeySecret secret, int partitions) {
        return build(topics, config, secret, partitions, new IngestionCounts());
    }

    static Topology build(
            Topics topics, IngestionConfig config, UserKeySecret secret, int partitions, IngestionCounts counts) {
        return new IngestionTopology(topics, config, secret, counts).assemble(partitions);
    }

    private Topology assemble(int partitions) {
        Validation validation = new Validation(config);
        // One memory of ids for all threads; a codec belongs to one.
        SchemaIds schemas = config.schemas(Clock.systemUTC());
        Path behavior = new Path("behavior", topics.behaviorRaw(), topics.behaviorIdentified(), topics.behaviorClean());
        Path inventory =
                new Path("inventory", topics.inventoryRaw(), topics.inventoryIdentified(), topics.inventoryClean());
        add(
                behavior,
                () -> new Admission<>(
                        Admission.behavior(validation, new UserKeys(secret)),
                        new WireCodec(schemas),
                        Admission.Arrivals.of(config),
                        behavior.node("raw-promises"),
                        behavior.node("identified"),
                        behavior.node("refused"),
                        counts),
                () -> new Deduplication<>(
                        Stamping.behavior(new UserKeys(secret), config.maxEventsPerMinute()),
                        new WireCodec(schemas),
                        behavior.wiring(),
                        config.dedupeHorizon(),
                        partitions,
                        counts));
        add(
                inventory,
                () -> new Admission<>(
                        Admission.inventory(validation),
                        new WireCodec(schemas),
                        Admission.Arrivals.of(config),
                        inventory.node("raw-promises"),
                        inventory.node("identified"),
                        inventory.node("refused"),
                        counts),
                () -> new Deduplication<>(
                        Stamping.inventory(),
                        new WireCodec(schemas),
                        inventory.wiring(),
                        config.dedupeHorizon(),
                        partitions,
                        counts));
        return topology;
    }

    private void add(
            Path path,
            ProcessorSupplier<byte[], byte[], byte[], byte[]> admission,
            ProcessorSupplier<byte[], byte[], byte[], byte[]> deduplication) {
        source(path.node("raw"), path.raw);
        topology.addProcessor(path.node("admission"), admission, path.node("raw"));
        topology.addStateStore(
                store(path.node("raw-promises"), Serdes.String(), Serdes.Long()), path.node("admission"));
        sink(path.node("identified"), path.identified, path.node("admission"));
        sink(path.node("refused"), topics.rejects(), path.node("admission"));

        source(path.node("once"), path.identified);
        topology.addProcessor(path.node("deduplication"), deduplication, path.node("once"));
        topology.addStateStore(
                store(path.node("promises"), Serdes.String(), Serdes.Long()), path.node("deduplication"));
        topology.addStateStore(
                store(path.node("seen"), Serdes.Bytes(), Serdes.ByteArray()), path.node("deduplication"));
        topology.addStateStore(store(path.node("flood"), Serdes.Bytes(), Serdes.Long()), path.node("deduplication"));
        sink(path.node("clean"), path.clean, path.node("deduplication"));
        sink(path.node("duplicates"), topics.duplicates(), path.node("deduplication"));
        sink(path.node("conflicts"), topics.rejects(), path.node("deduplication"));
    }

    private void source(String name, String topic) {
        // Producers' timestamps may be anything; only the records' own times count.
        topology.addSource(
                AutoOffsetReset.earliest(),
                name,
                (record, previous) -> Math.max(0, record.timestamp()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topic);
    }

    private void sink(String name, String topic, String parent) {
        topology.addSink(
                name, topic, new ByteArraySerializer(), new ByteArraySerializer(), Targets.partitioner(), parent);
    }

    private static <K, V> StoreBuilder<?> store(String name, Serde<K> key, Serde<V> value) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), key, value);
    }

    /** One kind of events on its way; its nodes are named after it. */
    private record Path(String kind, String raw, String identified, String clean) {
        String node(String role) {
            return kind + "-" + role;
        }

        Deduplication.Wiring wiring() {
            return new Deduplication.Wiring(
                    node("seen"),
                    node("flood"),
                    node("promises"),
                    node("clean"),
                    node("duplicates"),
                    node("conflicts"));
        }
    }
}
