package io.sluice.evaluator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.registry.PromotionEntry;
import io.sluice.registry.Registry;
import io.sluice.registry.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the registry remembers at one moment of event time: the log and the verdicts that were given before it. A decision
 * that is made again after a crash sees the same.
 */
final class Chronicle {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int USUAL = 7;

    private final Registry registry;
    private final String model;
    private final Instant now;

    Chronicle(Registry registry, String model, Instant now) {
        this.registry = registry;
        this.model = model;
        this.now = now;
    }

    /** Champions of the last {@code memory} that no verdict has retired since, oldest first, without {@code present}. */
    List<String> formerChampions(Duration memory, Optional<String> present) {
        Instant from = now.minus(memory);
        Set<String> former = new LinkedHashSet<>();
        for (PromotionEntry entry : registry.log(model)) {
            boolean recent = entry.alias().equals(Registry.CHAMPION)
                    && entry.cause()
                            .eventTime()
                            .filter(time -> !time.isBefore(from) && time.isBefore(now))
                            .isPresent();
            if (recent) {
                entry.to().ifPresent(former::add);
            }
        }
        present.ifPresent(former::remove);
        former.removeAll(retired(from));
        return List.copyOf(former);
    }

    private Set<String> retired(Instant from) {
        Set<String> retired = new HashSet<>();
        for (Verdict verdict : before(from)) {
            read(verdict).path("retired").forEach(version -> retired.add(version.asText()));
        }
        return retired;
    }

    /** The median training volume of the last candidates; empty if none was measured. */
    Optional<TrainingVolume> usualVolume(Duration memory) {
        List<TrainingVolume> volumes = new ArrayList<>();
        for (Verdict verdict : before(now.minus(memory))) {
            JsonNode volume = read(verdict).path("candidate").path("volume");
            if (volume.isObject()) {
                volumes.add(new TrainingVolume(
                        volume.path("rows").asLong(), volume.path("duplicates").asDouble()));
            }
        }
        return TrainingVolume.usual(volumes.subList(Math.max(0, volumes.size() - USUAL), volumes.size()));
    }

    private List<Verdict> before(Instant from) {
        return registry.verdicts(model).stream()
                .filter(verdict -> !verdict.eventTime().isBefore(from))
                .filter(verdict -> verdict.eventTime().isBefore(now))
                .toList();
    }

    private static JsonNode read(Verdict verdict) {
        try {
            return JSON.readTree(verdict.evidence());
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("the evidence of verdict " + verdict.id() + " is not JSON", malformed);
        }
    }
}
