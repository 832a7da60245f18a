package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that holds on SQLite holds on PostgreSQL, and what only a server can do to us. */
class RegistryOnPostgresTest extends RegistryTest {
    private static Optional<PostgresServer> server = Optional.empty();

    @TempDir
    private Path ownDirectory;

    private Optional<String> url = Optional.empty();

    @BeforeAll
    static void start() {
        PostgresServer.whyNot().ifPresent(RegistryOnPostgresTest::skip);
        server = Optional.of(PostgresServer.start());
    }

    @AfterAll
    static void stop() {
        server.ifPresent(PostgresServer::close);
    }

    private static void skip(String reason) {
        if (Boolean.getBoolean("require.storage")) {
            throw new IllegalStateException(reason);
        }
        System.out.println("skipped: " + reason);
        Assumptions.abort(reason);
    }

    @Override
    Registry openRegistry(Path directory) {
        if (url.isEmpty()) {
            url = Optional.of(server.orElseThrow().newDatabase());
        }
        RegistryConfig config = Configs.with(url, Optional.empty());
        return Registry.open(directory.resolve("registry"), config, Lifetime.CLOCK);
    }

    @Test
    void shouldGoOnAfterTheServerCrashedAndCameBack() {
        try (Registry registry = openRegistry(ownDirectory)) {
            registry.createModel("m");
            server.orElseThrow().down();
            assertThatThrownBy(() -> registry.createModel("other")).isInstanceOf(DatabaseAway.class);
            assertThatThrownBy(() -> registry.createModel("other")).isInstanceOf(DatabaseAway.class);
            server.orElseThrow().up();

            assertThat(registry.createModel("other")).isTrue();
            assertThat(registry.model("m")).isPresent();
        }
    }

    @Test
    void shouldSealVersionsAndTheLogAgainstAnyStatement() throws Exception {
        try (Registry registry = openRegistry(ownDirectory)) {
            Lifetime.live(registry, ownDirectory.resolve("sources"), returned -> {});
            try (Connection connection = DriverManager.getConnection(url.orElseThrow());
                    Statement statement = connection.createStatement()) {
                for (String change : List.of(
                        "UPDATE versions SET fingerprint = 'x'",
                        "UPDATE version_files SET sha256 = 'x'",
                        "UPDATE promotions SET why = 'x'",
                        "DELETE FROM promotions")) {
                    assertThatThrownBy(() -> statement.executeUpdate(change))
                            .as(change)
                            .hasMessageContaining("refuse()");
                }
            }
        }
    }

    @Test
    void shouldSearchAsOnSqlite() {
        try (Registry registry = openRegistry(ownDirectory)) {
            Runs runs = registry.runs();
            Run one = runs.start("0", "first", Map.of("family", "knn"));
            Run two = runs.start("0", "Second", Map.of());
            runs.logBatch(
                    one.id(),
                    Map.of("k", "20"),
                    List.of(new Metric("ndcg", 0.1, 1, Lifetime.CLOCK.instant())),
                    Map.of());
            runs.logMetric(two.id(), "ndcg", Double.NaN, 1);

            assertThat(found(registry, Query.Kind.METRIC, "ndcg", Query.Operator.GREATER, "0.05"))
                    .containsExactly("first");
            assertThat(found(registry, Query.Kind.PARAM, "k", Query.Operator.EQUAL, "20"))
                    .containsExactly("first");
            assertThat(found(registry, Query.Kind.TAG, "family", Query.Operator.LIKE, "K%"))
                    .isEmpty();
            assertThat(found(registry, Query.Kind.TAG, "family", Query.Operator.ILIKE, "K%"))
                    .containsExactly("first");
            assertThat(found(registry, Query.Kind.ATTRIBUTE, "run_name", Query.Operator.IN, "Second"))
                    .containsExactly("Second");
            assertThat(found(registry, Query.Kind.ATTRIBUTE, "artifact_uri", Query.Operator.LIKE, "mlflow-artifacts%"))
                    .hasSize(2);
        }
    }

    private static List<String> found(
            Registry registry, Query.Kind kind, String key, Query.Operator operator, String value) {
        Query query = new Query(
                List.of(new Query.Condition(new Query.Field(kind, key), operator, List.of(value))),
                List.of(new Query.Order(new Query.Field(Query.Kind.METRIC, "ndcg"), false)),
                Set.of(Lifecycle.ACTIVE),
                10,
                0);
        return registry.runs().search(List.of("0"), query).items().stream()
                .map(Run::name)
                .toList();
    }
}
