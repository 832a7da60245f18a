package io.sluice.ingestion;

import io.sluice.schemas.Promise;
import io.sluice.schemas.Topics;
import io.sluice.schemas.WireCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The committed clean events as text: what does not depend on how they were delivered. */
public final class CleanRows {
    private CleanRows() {}

    /** Every clean event as its topic and its JSON, sorted; promises and origins are left out. */
    public static List<String> read(String bootstrapServers, Topics topics) {
        WireCodec codec = new WireCodec();
        List<String> rows = new ArrayList<>();
        try (TopicScan scan = new TopicScan(bootstrapServers)) {
            scan.readAll(
                    List.of(topics.behaviorClean(), topics.inventoryClean()), record -> codec.decode(record.value())
                            .match(
                                    event -> event instanceof Promise || rows.add(record.topic() + " " + event),
                                    (reason, detail) -> rows.add(record.topic() + " cannot be read: " + detail)));
        }
        Collections.sort(rows);
        return rows;
    }
}
