package io.sluice.registry;

import io.sluice.registry.ModelVersion.Origin;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the uploaded files that MLflow's words for a source mean: {@code runs:/RUN/PATH}, {@code models:/m-ID}, {@code
 * models:/NAME/VERSION}, {@code models:/NAME@ALIAS} and {@code mlflow-artifacts:/PATH}. Nothing outside this registry
 * can be sealed, so any other source is refused.
 */
final class Sources {
    private static final Pattern RUN = Pattern.compile("runs:/([^/]+)/(.+)");
    private static final Pattern LOGGED_MODEL = Pattern.compile("models:/(m-[0-9a-f]{32})");
    private static final Pattern VERSION = Pattern.compile("models:/([^/@]+)/([1-9][0-9]*)");
    private static final Pattern ALIAS = Pattern.compile("models:/([^/@]+)@([^/@]+)");
    private static final Pattern ARTIFACTS = Pattern.compile("mlflow-artifacts:(?://[^/]+)?/+(.+)");

    private Sources() {}

    /** @throws IllegalArgumentException if the source is foreign, or nothing is stored there */
    static SortedMap<String, StoredFile> filesOf(Sql sql, Origin origin) {
        SortedMap<String, StoredFile> files = new TreeMap<>(find(sql, origin.source()));
        if (files.containsKey("")) {
            throw new IllegalArgumentException(
                    "Invalid model version source: '" + origin.source() + "' is a file, and a model is a directory");
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("Invalid model version source: nothing is stored at '" + origin.source()
                    + "'. A version is sealed with its files when it is created: upload them first.");
        }
        for (String path : files.keySet()) {
            SourceTree.requirePlain(path);
        }
        return files;
    }

    private static SortedMap<String, StoredFile> find(Sql sql, String source) {
        Matcher run = RUN.matcher(source);
        if (run.matches()) {
            return below(sql, RunRows.require(sql, run.group(1)).artifacts() + "/" + run.group(2));
        }
        Matcher logged = LOGGED_MODEL.matcher(source);
        if (logged.matches()) {
            return below(sql, LoggedModels.require(sql, logged.group(1)).artifacts());
        }
        Matcher version = VERSION.matcher(source);
        if (version.matches()) {
            return Versions.require(sql, version.group(1), version.group(2)).files();
        }
        Matcher alias = ALIAS.matcher(source);
        if (alias.matches()) {
            String named = PromotionLog.current(sql, alias.group(1), alias.group(2))
                    .orElseThrow(() -> new NoSuchResource("Registered model alias " + alias.group(2) + " not found."));
            return Versions.require(sql, alias.group(1), named).files();
        }
        Matcher artifacts = ARTIFACTS.matcher(source);
        if (artifacts.matches()) {
            return below(sql, artifacts.group(1));
        }
        throw new IllegalArgumentException("Invalid model version source: '" + source
                + "'. Only files that this registry holds can be sealed: name a run, a logged model, a version, or an"
                + " artifact below mlflow-artifacts:/.");
    }

    private static SortedMap<String, StoredFile> below(Sql sql, String path) {
        String directory = path.replaceAll("/+$", "");
        ArtifactTree.requireSafe(directory);
        Matcher sealed = Pattern.compile("models/([^/]+)/([1-9][0-9]*)").matcher(directory);
        return sealed.matches()
                ? Versions.require(sql, sealed.group(1), sealed.group(2)).files()
                : ArtifactTree.below(sql, directory);
    }
}
