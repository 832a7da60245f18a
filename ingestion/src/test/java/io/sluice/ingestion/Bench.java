package io.sluice.ingestion;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.schemas.Headers;
import io.sluice.schemas.Promise;
import io.sluice.schemas.RejectReason;
import io.sluice.schemas.Topics;
import io.sluice.schemas.WireCodec;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;

/** The whole topology on a bench: behaviour goes in, outcomes are counted as they come out, by kind. */
final class Bench implements AutoCloseable {
    static final UserKeySecret SECRET = new UserKeySecret("a secret for tests only".getBytes(UTF_8));

    private final WireCodec codec = new WireCodec();
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> raw;
    private final TestOutputTopic<byte[], byte[]> clean;
    private final TestOutputTopic<byte[], byte[]> duplicates;
    private final TestOutputTopic<byte[], byte[]> rejects;
    private final Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
    private long sent;
    private long passed;
    private long repeated;

    Bench(IngestionConfig config) {
        driver = new TopologyTestDriver(IngestionTopology.build(Topics.DEFAULTS, config, SECRET, 1), settings());
        raw = driver.createInputTopic("behavior.raw", new ByteArraySerializer(), new ByteArraySerializer());
        clean = output("behavior.clean");
        duplicates = output("duplicates");
        rejects = output("rejects");
    }

    private TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put("application.id", "test");
        settings.put("bootstrap.servers", "none:1");
        return settings;
    }

    /** Sends bytes, whatever they are, as appended at {@code time}. */
    void send(byte[] key, byte[] value, Instant time) {
        raw.pipeInput(new TestRecord<>(key, value, time));
        if (!isPromise(value)) {
            sent++;
        }
    }

    void promise(Instant before, Instant time) {
        send(null, codec.encode(Promise.newBuilder().setBefore(before).build()), time);
    }

    /** Takes what has come out since, and counts it. */
    void count() {
        passed += clean.readRecordsToList().stream()
                .filter(record -> !isPromise(record.value()))
                .count();
        repeated += duplicates.readRecordsToList().size();
        for (TestRecord<byte[], byte[]> reject : rejects.readRecordsToList()) {
            String reason =
                    new String(reject.headers().lastHeader(Headers.REASON).value(), UTF_8);
            rejected.merge(RejectReason.valueOf(reason), 1L, Long::sum);
        }
    }

    private boolean isPromise(byte[] value) {
        return value != null
                && !WireCodec.isRegistered(value)
                && codec.decode(value).match(Promise.class::isInstance, (reason, detail) -> false);
    }

    /** Events sent, promises aside. */
    long sent() {
        return sent;
    }

    long passed() {
        return passed;
    }

    long repeated() {
        return repeated;
    }

    Map<RejectReason, Long> rejected() {
        return rejected;
    }

    long refused() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Every outcome, counted on its own. */
    long outcomes() {
        return passed + repeated + refused();
    }

    long entriesIn(String store) {
        long size = 0;
        try (KeyValueIterator<Object, Object> entries =
                driver.getKeyValueStore(store).all()) {
            for (; entries.hasNext(); entries.next()) {
                size++;
            }
        }
        return size;
    }

    @Override
    public void close() {
        driver.close();
    }
}
