package io.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schemas.Cut;
import io.sluice.schemas.TableCut;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ManifestTest {
    private static final Instant END = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void shouldComeBackUnchangedFromJson() {
        Manifest manifest = manifest(Optional.of("7"));

        Manifest back = Manifest.fromJson(manifest.toJson());

        assertThat(back).isEqualTo(manifest);
        assertThat(back.toJson()).isEqualTo(manifest.toJson());
    }

    @Test
    void shouldWriteTimesWithExactlyThreeDecimalsAndKeysInOrder() {
        String json = manifest(Optional.empty()).toJson();

        assertThat(json).contains("\"informationCutOff\" : \"2026-02-27T00:00:00.000Z\"");
        assertThat(json.indexOf("\"factors\"")).isLessThan(json.indexOf("\"rate\""));
        assertThat(json).doesNotContain("parentVersion");
    }

    @Test
    void shouldRefuseAnotherFormat() {
        String json = manifest(Optional.empty()).toJson().replace("\"format\" : 1", "\"format\" : 2");

        assertThatThrownBy(() -> Manifest.fromJson(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("format 1");
    }

    private static Manifest manifest(Optional<String> parent) {
        TimeSplit split =
                TimeSplit.before(END, END.minus(Duration.ofDays(20)), Duration.ofDays(1), Duration.ofDays(10));
        Cut cut = Cut.newBuilder()
                .setJobId("job")
                .setCheckpointId(12)
                .setTables(List.of(TableCut.newBuilder()
                        .setTable(Tables.INTERACTIONS.label())
                        .setSnapshotId(99L)
                        .setCompleteBefore(END)
                        .build()))
                .setSourceOffsets(Map.of("behavior.clean-0", 17L))
                .build();
        return new Manifest(
                "recommender",
                "als",
                new TreeMap<>(Map.of("rate", "0.1", "factors", "32")),
                42,
                cut,
                split,
                split.learning(),
                Instant.parse("2026-02-27T00:00:00Z"),
                100,
                20,
                "aa",
                "bb",
                Manifest.wireSchemas(),
                "0.1.0",
                "jdk17-avx2",
                parent,
                new TreeMap<>(Map.of("als.bin", "cc")));
    }
}
