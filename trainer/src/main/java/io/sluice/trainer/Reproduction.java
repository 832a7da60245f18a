package io.sluice.trainer;

import io.sluice.dataset.CutReader;
import io.sluice.dataset.Interactions;
import io.sluice.dataset.InventoryTimeline;
import io.sluice.dataset.Manifest;
import io.sluice.models.Family;
import io.sluice.models.ModelFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Rebuilds a version from its manifest alone and says whether it came out the same, byte for byte.
 *
 * @param expectedSha256 of the stored model file, by the manifest
 * @param rebuiltSha256 of the file just built
 * @param differences what differs, in words; empty if nothing does
 */
public record Reproduction(String expectedSha256, String rebuiltSha256, List<String> differences) {
    public Reproduction {
        differences = List.copyOf(differences);
    }

    public boolean isExact() {
        return differences.isEmpty();
    }

    /**
     * Rebuilds into {@code directory}, which the stored version is not in.
     *
     * @throws IllegalArgumentException if the tables no longer hold what the manifest's cut names
     */
    public static Reproduction of(Manifest manifest, CutReader reader, Path directory) {
        Interactions data = reader.interactions(manifest.cut(), manifest.learning());
        InventoryTimeline inventory =
                reader.inventory(manifest.cut(), manifest.learning().to());
        Recipe recipe = new Recipe(Family.of(manifest.family()), manifest.parameters(), manifest.seed());
        TrainingSet learnt = new TrainingSet(data, inventory, manifest.learning());
        Trained rebuilt = new Candidates(TrainingListener.NONE).fit(recipe, learnt);
        ModelFiles.save(rebuilt.model(), directory);
        String expected = manifest.files().get(ModelFiles.FILE);
        String actual = Artifact.sha256(directory.resolve(ModelFiles.FILE));
        List<String> differences = new ArrayList<>();
        compare(
                "interactions",
                manifest.interactionsFingerprint(),
                learnt.interactions().fingerprint(),
                differences);
        compare("inventory", manifest.inventoryFingerprint(), learnt.inventory().fingerprint(), differences);
        compare("numeric profile", manifest.numericProfile(), Artifact.numericProfile(), differences);
        compare(ModelFiles.FILE, expected, actual, differences);
        return new Reproduction(expected, actual, differences);
    }

    private static void compare(String what, String expected, String actual, List<String> differences) {
        if (!expected.equals(actual)) {
            differences.add(what + ": " + expected + " became " + actual);
        }
    }
}
