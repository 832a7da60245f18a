package io.sluice.ingestion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.RejectReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random messages, most of them wrong, half of them behind a sound header: none may stop the topology, all must be accounted
 * for, and every reason must be reached. {@code infra/chaos/fuzz} runs the same with a million in a small heap.
 */
final class FuzzTest {
    private static final int MESSAGES = Integer.getInteger("sluice.fuzz.messages", 100_000);
    private static final long SEED = Long.getLong("sluice.fuzz.seed", 1);
    private static final Duration STEP = Duration.ofMillis(20);
    private static final IngestionConfig CONFIG = new IngestionConfig(
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(20),
            100_000_000L,
            10_000,
            1_000,
            512,
            64,
            20,
            false,
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Optional.empty(),
            List.of());

    @Test
    void shouldAccountForEveryMessageWhateverItIs() throws IOException {
        Fuzz fuzz = new Fuzz(SEED);
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        long mostRemembered = 0;
        try (Bench bench = new Bench(CONFIG)) {
            for (int i = 1; i <= MESSAGES; i++) {
                now = now.plus(STEP);
                bench.send(fuzz.key(), fuzz.message(now), now);
                if (i % 1_000 == 0) {
                    bench.promise(now.minus(CONFIG.lateness()), now);
                    bench.count();
                    assertThat(bench.outcomes()).isEqualTo(bench.sent());
                }
                if (i % 50_000 == 0) {
                    mostRemembered = Math.max(mostRemembered, bench.entriesIn("behavior-seen"));
                }
            }

            report(bench, fuzz, mostRemembered);
            assertThat(bench.rejected()).containsOnlyKeys(RejectReason.values());
            assertThat(bench.passed()).isPositive();
            assertThat(bench.repeated()).isPositive();
            assertThat(fuzz.behindSoundHeader()).isBetween(MESSAGES * 45L / 100, MESSAGES * 55L / 100);
        }
    }

    private static void report(Bench bench, Fuzz fuzz, long remembered) throws IOException {
        String reasons = bench.rejected().entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\": " + entry.getValue())
                .collect(Collectors.joining(", "));
        String json = String.format(
                "{\"messages\": %d, \"seed\": %d, \"heapMiB\": %d, \"behindSoundHeader\": %d, \"events\": %d, \"clean\": %d,"
                        + " \"duplicates\": %d, \"rejected\": {%s}, \"mostIdentitiesRemembered\": %d}%n",
                MESSAGES,
                SEED,
                Runtime.getRuntime().maxMemory() >> 20,
                fuzz.behindSoundHeader(),
                bench.sent(),
                bench.passed(),
                bench.repeated(),
                reasons,
                remembered);
        System.out.print("fuzz " + json);
        Optional<Path> file =
                Optional.ofNullable(System.getProperty("sluice.fuzz.report")).map(Path::of);
        if (file.isPresent()) {
            Files.write(file.get(), json.getBytes(UTF_8));
        }
    }
}
