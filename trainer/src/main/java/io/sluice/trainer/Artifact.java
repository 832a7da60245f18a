package io.sluice.trainer;

import io.sluice.dataset.Interactions;
import io.sluice.dataset.InventoryTimeline;
import io.sluice.dataset.Manifest;
import io.sluice.dataset.TimeRange;
import io.sluice.dataset.TimeSplit;
import io.sluice.models.ModelFiles;
import io.sluice.schemas.Cut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A model as it is registered: a directory with {@code model.bin}, {@code manifest.json}, {@code MLmodel} (so that MLflow's
 * clients recognise it) and {@code card.md}.
 */
public final class Artifact {
    /** The manifest's name in the directory. */
    public static final String MANIFEST = "manifest.json";

    /** Set by the launcher: the commit that was built. */
    private static final String CODE_VERSION = System.getProperty("sluice.version", "development");

    private Artifact() {}

    /**
     * What a model was learnt from.
     *
     * @param data as it was read; the learning range is cut from it here
     * @param learning what the model was fitted on
     */
    public record Source(
            Cut cut, TimeSplit split, TimeRange learning, Interactions data, InventoryTimeline inventory) {}

    /**
     * Writes the directory, which must be empty or absent; it is not visible to anyone until it is registered.
     *
     * @param name registered name
     * @param parent the version it stands against
     */
    public static Manifest write(String name, Trained trained, Source source, Optional<String> parent, Path directory) {
        ModelFiles.save(trained.model(), directory);
        Manifest manifest = manifest(name, trained, source, parent, sha256(directory.resolve(ModelFiles.FILE)));
        try {
            Files.writeString(directory.resolve(MANIFEST), manifest.toJson());
            Files.writeString(directory.resolve("MLmodel"), mlModel(manifest));
            Files.writeString(directory.resolve("card.md"), card(manifest, trained));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write the artifact in " + directory, failure);
        }
        return manifest;
    }

    private static Manifest manifest(
            String name, Trained trained, Source source, Optional<String> parent, String modelSha256) {
        TrainingSet learnt = new TrainingSet(source.data(), source.inventory(), source.learning());
        TreeMap<String, String> files = new TreeMap<>();
        files.put(ModelFiles.FILE, modelSha256);
        return new Manifest(
                name,
                trained.recipe().family().label(),
                new TreeMap<>(trained.recipe().parameters()),
                trained.recipe().seed(),
                source.cut(),
                source.split(),
                source.learning(),
                learnt.informedUntil(),
                source.data().between(source.split().train()).size(),
                source.data().between(source.split().validation()).size(),
                learnt.interactions().fingerprint(),
                learnt.inventory().fingerprint(),
                Manifest.wireSchemas(),
                CODE_VERSION,
                numericProfile(),
                parent,
                files);
    }

    /** Within one numeric profile, the same manifest gives the same bytes. */
    static String numericProfile() {
        return "jdk" + Runtime.version().feature() + "-" + System.getProperty("os.arch");
    }

    /** Of a file's bytes, lower-case hexadecimal. */
    public static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    private static String mlModel(Manifest manifest) {
        return String.join(
                "\n",
                "artifact_path: " + manifest.model(),
                "flavors:",
                "  sluice:",
                "    family: " + manifest.family(),
                "    data: " + ModelFiles.FILE,
                "    manifest: " + MANIFEST,
                "    loader: " + ModelFiles.class.getName(),
                "utc_time_created: '" + manifest.learning().to() + "'",
                "");
    }

    private static String card(Manifest manifest, Trained trained) {
        return String.join(
                "\n",
                "# " + manifest.model() + ": " + manifest.family(),
                "",
                "Ranks " + trained.model().items().size() + " items for a shopper's session.",
                "",
                "- learnt from interactions in " + manifest.learning(),
                "- informed until " + manifest.informationCutOff(),
                "- rows: " + manifest.trainRows() + " training, " + manifest.validationRows() + " validation",
                "- parameters: " + manifest.parameters() + ", seed " + manifest.seed(),
                "- cut: job " + manifest.cut().getJobId() + ", checkpoint "
                        + manifest.cut().getCheckpointId(),
                "",
                "Not judged yet when this was written; the verdict is attached to the version.",
                "");
    }
}
