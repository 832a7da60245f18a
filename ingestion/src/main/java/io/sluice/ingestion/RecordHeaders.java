package io.sluice.ingestion;

import io.sluice.schemas.Headers;
import io.sluice.schemas.Origin;
import io.sluice.schemas.RejectReason;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;

/** Reads and writes the text headers of {@link Headers} on Kafka's records. */
final class RecordHeaders {
    private static final int MOST_DETAIL = 500;

    private final org.apache.kafka.common.header.Headers headers;

    private RecordHeaders(org.apache.kafka.common.header.Headers headers) {
        this.headers = headers;
    }

    /** Of these headers; writes go to them. */
    static RecordHeaders of(org.apache.kafka.common.header.Headers headers) {
        return new RecordHeaders(headers);
    }

    /** Of a copy of these headers. */
    static RecordHeaders copyOf(org.apache.kafka.common.header.Headers headers) {
        return new RecordHeaders(new org.apache.kafka.common.header.internals.RecordHeaders(headers));
    }

    Optional<String> text(String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    Optional<Origin> origin() {
        return text(Headers.ORIGIN).map(Origin::parse);
    }

    RecordHeaders with(String name, String value) {
        return with(name, value.getBytes(StandardCharsets.UTF_8));
    }

    RecordHeaders with(String name, byte[] value) {
        headers.remove(name);
        headers.add(name, value);
        return this;
    }

    RecordHeaders without(String name) {
        headers.remove(name);
        return this;
    }

    /** The detail is cut where it gets long: a hostile value must not make a reject larger than a topic takes. */
    RecordHeaders rejected(RejectReason reason, String detail) {
        String bounded = detail.length() <= MOST_DETAIL ? detail : detail.substring(0, MOST_DETAIL) + "…";
        return with(Headers.REASON, reason.name()).with(Headers.DETAIL, bounded);
    }

    /** Only the origin, for records whose other headers are nobody's business any more. */
    RecordHeaders originOnly() {
        RecordHeaders lean = new RecordHeaders(new org.apache.kafka.common.header.internals.RecordHeaders());
        return origin().map(origin -> lean.with(Headers.ORIGIN, origin.toString()))
                .orElse(lean);
    }

    org.apache.kafka.common.header.Headers headers() {
        return headers;
    }
}
