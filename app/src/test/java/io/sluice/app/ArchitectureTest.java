package io.sluice.app;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The module map of docs/architecture.md, checked in the classes. */
final class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.sluice");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "schemas          | ",
                "dataset          | schemas",
                "models           | schemas features",
                "metrics          | schemas features dataset models",
                "registry         | schemas",
                "ingestion        | schemas",
                "featurepipeline  | schemas dataset features",
                "trainer          | schemas dataset features models metrics registry",
                "evaluator        | schemas dataset features models metrics registry",
                "simulator        | schemas"
            })
    void shouldImportOnlyWhatTheModuleMapNames(String module, String allowed) {
        String[] others = Stream.of(
                        "schemas",
                        "features",
                        "dataset",
                        "models",
                        "metrics",
                        "registry",
                        "ingestion",
                        "featurepipeline",
                        "trainer",
                        "evaluator",
                        "simulator",
                        "app")
                .filter(other -> !other.equals(module))
                .filter(other -> allowed == null || !List.of(allowed.split(" ")).contains(other))
                .map(other -> "io.sluice." + other + "..")
                .toArray(String[]::new);

        ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage("io.sluice." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "org.apache.kafka.streams..  | ingestion",
                "org.apache.kafka.clients..  | ingestion featurepipeline app",
                "org.apache.flink..          | featurepipeline",
                "org.apache.iceberg..        | dataset featurepipeline",
                "org.apache.hadoop..         | dataset featurepipeline",
                "org.tribuo..                | trainer",
                "io.javalin..                | registry ingestion",
                "io.micrometer..             | ingestion"
            })
    void shouldKeepEnginesInTheModulesThatNeedThem(String library, String homes) {
        String[] allowed = Arrays.stream(homes.split(" "))
                .map(home -> "io.sluice." + home + "..")
                .toArray(String[]::new);

        ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    @Test
    void shouldHaveNoCyclesBetweenModules() {
        slices().matching("io.sluice.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
