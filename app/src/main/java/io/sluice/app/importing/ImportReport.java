package io.sluice.app.importing;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What an import has done so far. A row is either skipped or makes events: usually one, two where it also tells
 * something new about the item.
 *
 * @param rows data rows read, headers not counted
 * @param events deliveries made
 * @param skipped rows left out, by reason; no zeros
 */
public record ImportReport(long rows, long events, Map<Skip, Long> skipped) {
    public ImportReport {
        Map<Skip, Long> copy = new EnumMap<>(Skip.class);
        copy.putAll(skipped);
        skipped = Collections.unmodifiableMap(copy);
    }
}
