package io.sluice.app.streaming;

import io.sluice.ingestion.RejectedRecord;
import io.sluice.ingestion.Rejects;
import io.sluice.schemas.Origin;
import io.sluice.schemas.RejectReason;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What ingestion refused: to look at, and to send again. */
@Command(
        name = "rejects",
        mixinStandardHelpOptions = true,
        description = "Lists what ingestion refused, shows a record with all its bytes, or sends records again.")
public final class RejectsCommand {
    private final PrintStream out = System.out;

    private static final String NAME = "ORIGIN";

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the newest rejects, and counts all by reason.")
    int list(
            @Mixin BrokerOption broker,
            @Option(names = "--reason", description = "Only these: ${COMPLETION-CANDIDATES}.") RejectReason reason,
            @Option(names = "--limit", defaultValue = "50", description = "At most so many (default: 50).") int limit) {
        return broker.with(servers -> {
            Deque<RejectedRecord> newest = new ArrayDeque<>();
            Map<RejectReason, Long> counts = new EnumMap<>(RejectReason.class);
            new Rejects(servers, broker.topics()).forEach(reject -> {
                counts.merge(reject.reason(), 1L, Long::sum);
                if (reason == null || reject.reason() == reason) {
                    newest.add(reject);
                    if (newest.size() > limit) {
                        newest.remove();
                    }
                }
            });
            newest.forEach(reject -> out.printf(
                    "%-28s %s  %-14s %s%n", reject.origin(), reject.time(), reject.reason(), reject.detail()));
            out.println("Rejected: " + counts);
            return 0;
        });
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows one reject: reason, headers, and the bytes that were sent.")
    int show(
            @Mixin BrokerOption broker,
            @Parameters(paramLabel = NAME, description = "As listed: topic/partition/offset.") String name) {
        Origin origin = Origin.parse(name);
        return broker.with(servers -> {
            List<RejectedRecord> found = new ArrayList<>();
            new Rejects(servers, broker.topics()).forEach(reject -> {
                if (reject.origin().equals(origin)) {
                    found.add(reject);
                }
            });
            if (found.isEmpty()) {
                throw new IllegalArgumentException(
                        origin + " is not among the rejects; `sluice rejects list` names them");
            }
            found.forEach(this::print);
            return 0;
        });
    }

    private void print(RejectedRecord reject) {
        out.println("origin   " + reject.origin());
        out.println("time     " + reject.time());
        out.println("reason   " + reject.reason());
        out.println("detail   " + reject.detail());
        out.println("key      "
                + reject.key()
                        .map(key -> new String(key, StandardCharsets.UTF_8))
                        .orElse("none"));
        reject.headers().forEach((header, value) -> out.println("header   " + header + ": " + value));
        byte[] bytes = reject.bytes().orElse(new byte[0]);
        out.println("bytes    " + bytes.length);
        for (int from = 0; from < bytes.length; from += 32) {
            int to = Math.min(bytes.length, from + 32);
            out.printf(
                    "%8x %-64s %s%n",
                    from,
                    HexFormat.of().formatHex(bytes, from, to),
                    new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "."));
        }
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = {
                "Sends rejects again, once each: new raw records that name their predecessors. Put right first what was",
                "wrong. Event time and arrival stay: what lies before its partition's promise will be TOO_LATE."
            })
    int replay(
            @Mixin BrokerOption broker,
            @Parameters(paramLabel = NAME, arity = "0..*", description = "As listed.") List<String> names,
            @Option(names = "--reason", description = "All of this reason: ${COMPLETION-CANDIDATES}.")
                    RejectReason reason) {
        Set<Origin> origins = names == null
                ? Set.of()
                : names.stream().map(Origin::parse).collect(java.util.stream.Collectors.toSet());
        if (origins.isEmpty() == (reason == null)) {
            throw new IllegalArgumentException("say which: origins as listed, or all of one --reason");
        }
        Predicate<RejectedRecord> chosen =
                reject -> reason == null ? origins.contains(reject.origin()) : reject.reason() == reason;
        return broker.with(servers -> {
            List<Origin> sent = new Rejects(servers, broker.topics()).replay(chosen);
            out.println("Sent again: " + sent.size() + ". Ingestion decides about them when it runs.");
            return 0;
        });
    }
}
