package io.sluice.app;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How moments are written in reports and on the terminal; always UTC. */
final class Times {
    private static final DateTimeFormatter EXACT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private Times() {}

    /** With milliseconds, for files. */
    static String exact(Instant time) {
        return EXACT.format(time);
    }

    /** Without year and seconds, for people. */
    static String brief(Instant time) {
        return DAY.format(time);
    }
}
