package io.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schemas evolve under FULL_TRANSITIVE compatibility: each version reads, and is read by, every other. */
final class ReleasedSchemasTest {
    private static final Path FILES = Path.of("src/main/resources/io/sluice/schemas/released");

    static Stream<Schema> current() {
        return WireCodec.current().stream();
    }

    @ParameterizedTest
    @MethodSource("current")
    void shouldStayCompatibleWithEveryReleasedVersionBothWays(Schema current) {
        List<Schema> released = ReleasedSchemas.bundled().versions(current.getName());

        assertThat(released).as("released versions of %s", current.getName()).isNotEmpty();
        for (Schema one : Stream.concat(released.stream(), Stream.of(current)).toList()) {
            for (Schema other : released) {
                assertThat(SchemaDifferences.between(one, other)).isEmpty();
                assertThat(SchemaDifferences.between(other, one)).isEmpty();
            }
        }
    }

    /** With {@code -Dsluice.release-schemas=true} a changed schema is released instead. */
    @ParameterizedTest
    @MethodSource("current")
    void shouldHaveReleasedWhatIsCurrent(Schema current) throws IOException {
        List<Schema> released = ReleasedSchemas.bundled().versions(current.getName());
        Optional<Schema> newest =
                released.isEmpty() ? Optional.empty() : Optional.of(released.get(released.size() - 1));
        String next = current.getName() + "-" + (released.size() + 1) + ".avsc";
        if (Boolean.getBoolean("sluice.release-schemas") && !newest.equals(Optional.of(current))) {
            Files.writeString(FILES.resolve(next), current.toString(true) + System.lineSeparator());
            return;
        }

        assertThat(newest)
                .as(
                        "%s has changed since its newest release; keep it compatible, then add %s by"
                                + " ./mvnw -pl schemas test -Dtest=ReleasedSchemasTest -Dsluice.release-schemas=true",
                        current.getName(), next)
                .contains(current);
    }

    @Test
    void shouldNameTheFieldThatIsMissingItsDefault() {
        Schema wider = changed(
                "\"name\" : \"brand\",", "\"name\" : \"maker\", \"type\" : \"string\" }, {\"name\" : \"brand\",");

        assertThat(SchemaDifferences.between(wider, InventoryEvent.getClassSchema()))
                .singleElement()
                .asString()
                .startsWith("InventoryEvent.maker: READER_FIELD_MISSING_DEFAULT_VALUE");
    }

    @Test
    void shouldNameTheFieldWhoseTypeChanged() {
        Schema texts = changed(
                "\"name\" : \"stock\",\n    \"type\" : [ \"null\", \"int\" ]",
                "\"name\" : \"stock\",\n    \"type\" : [ \"null\", \"string\" ]");

        assertThat(SchemaDifferences.between(texts, InventoryEvent.getClassSchema()))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).startsWith("InventoryEvent.stock: MISSING_UNION_BRANCH"));
    }

    @Test
    void shouldNameTheFieldWhoseUnitChanged() {
        Schema micros = changed("timestamp-millis", "timestamp-micros");

        assertThat(SchemaDifferences.between(micros, InventoryEvent.getClassSchema()))
                .containsExactly(
                        "InventoryEvent.eventTime: LOGICAL_TYPE_MISMATCH, reader means timestamp-micros, writer"
                                + " timestamp-millis",
                        "InventoryEvent.arrival: LOGICAL_TYPE_MISMATCH, reader means timestamp-micros, writer"
                                + " timestamp-millis");
    }

    @Test
    void shouldFindAVersionByItsName() {
        assertThat(ReleasedSchemas.bundled().named("Promise-1").getName()).isEqualTo("Promise");
        assertThatThrownBy(() -> ReleasedSchemas.bundled().named("Promise-99"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NAME-VERSION")
                .hasMessageContaining("Promise-99");
    }

    private static Schema changed(String what, String into) {
        String text = InventoryEvent.getClassSchema().toString(true);
        assertThat(text).contains(what);
        return new Schema.Parser().parse(text.replace(what, into));
    }
}
