package io.sluice.ingestion;

import io.sluice.schemas.Headers;
import io.sluice.schemas.Origin;
import io.sluice.schemas.RejectReason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** One refused record, as the rejects topic keeps it: where it came from, why it was refused, and all its bytes. */
public final class RejectedRecord {
    private final ConsumerRecord<byte[], byte[]> record;
    private final Origin origin;

    private RejectedRecord(ConsumerRecord<byte[], byte[]> record, Origin origin) {
        this.record = record;
        this.origin = origin;
    }

    /** Empty if the record has no readable origin: the audit names such. */
    static Optional<RejectedRecord> of(ConsumerRecord<byte[], byte[]> record) {
        return RecordHeaders.of(record.headers()).origin().map(origin -> new RejectedRecord(record, origin));
    }

    /** Where its raw record stands; its name in commands. */
    public Origin origin() {
        return origin;
    }

    public RejectReason reason() {
        return text(Headers.REASON).map(RejectReason::valueOf).orElse(RejectReason.UNDECODABLE);
    }

    /** The value, the rule and the remedy. */
    public String detail() {
        return text(Headers.DETAIL).orElse("");
    }

    /** When the broker appended the raw record. */
    public Instant time() {
        return text(Headers.RAW_TIME)
                .map(text -> Instant.ofEpochMilli(Long.parseLong(text)))
                .orElseGet(() -> Instant.ofEpochMilli(record.timestamp()));
    }

    /** The bytes that were sent, copied; empty if the record had no value. */
    public Optional<byte[]> bytes() {
        return Optional.ofNullable(record.value()).map(byte[]::clone);
    }

    /** The key that was sent, copied; empty if the record had none. */
    public Optional<byte[]> key() {
        return Optional.ofNullable(record.headers().lastHeader(Headers.RAW_KEY))
                .map(header -> header.value().clone());
    }

    /** Every header, ours included, as text. */
    public Map<String, String> headers() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            texts.put(header.key(), header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8));
        }
        return texts;
    }

    private Optional<String> text(String name) {
        return RecordHeaders.of(record.headers()).text(name);
    }

    /** The headers that were sent, the original arrival, and the name of this reject. */
    RecordHeaders replayHeaders() {
        RecordHeaders headers = RecordHeaders.copyOf(record.headers())
                .without(Headers.ORIGIN)
                .without(Headers.RAW_KEY)
                .without(Headers.RAW_TIME)
                .without(Headers.REASON)
                .without(Headers.DETAIL)
                .with(Headers.PREDECESSOR, origin.toString());
        return headers.text(Headers.ARRIVAL).isPresent()
                ? headers
                : headers.with(Headers.ARRIVAL, Long.toString(time().toEpochMilli()));
    }
}
