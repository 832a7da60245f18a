package io.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.models.Family;
import io.sluice.registry.Metric;
import io.sluice.registry.Registry;
import io.sluice.registry.Run;
import io.sluice.registry.RunStatus;
import io.sluice.registry.TrackingClient;
import io.sluice.registry.rest.RegistryServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTrackerTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path directory;

    @Test
    void shouldLogCurvesWhileTheyGrow() {
        try (Registry registry = Registry.open(directory.resolve("registry"), CLOCK);
                RegistryServer server = RegistryServer.start(registry, 0)) {
            RunTracker tracker = tracker(server.address());
            tracker.params(Map.of("als.factors", "64"));
            tracker.measured(Family.ALS, 1, "train-loss", 0.5);
            tracker.measured(Family.ALS, 2, "train-loss", 0.25);
            String id = tracker.runId().orElseThrow();

            assertThat(registry.runs().find(id).orElseThrow().status()).isEqualTo(RunStatus.RUNNING);
            assertThat(registry.runs().history(id, "als/train-loss"))
                    .extracting(Metric::value)
                    .containsExactly(0.5, 0.25);
            tracker.ended(RunStatus.FINISHED);
            Run ended = registry.runs().find(id).orElseThrow();
            assertThat(ended.status()).isEqualTo(RunStatus.FINISHED);
            assertThat(ended.params()).containsEntry("als.factors", "64");
        }
    }

    @Test
    void shouldTrainOnWhenTheServerIsAway() {
        RunTracker tracker = tracker(URI.create("http://127.0.0.1:9"));

        tracker.measured(Family.ALS, 1, "train-loss", 0.5);

        assertThat(tracker.runId()).isEmpty();
    }

    private static RunTracker tracker(URI server) {
        return new RunTracker(
                new TrackingClient(server, Optional.empty(), CLOCK), "recommender", "cycle 1", Map.of(), CLOCK);
    }
}
