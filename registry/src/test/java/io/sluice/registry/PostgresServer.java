package io.sluice.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A real PostgreSQL of the test's own, from Debian's package; the superuser may not run one, so another user does. */
final class PostgresServer implements AutoCloseable {
    private static final Path PACKAGE = Path.of("/usr/lib/postgresql");

    private final Path programs;
    private final Path data;
    private final int port;
    private int databases;

    private PostgresServer(Path programs, Path data, int port) {
        this.programs = programs;
        this.data = data;
        this.port = port;
    }

    /** Why there is none here, or nothing. */
    static Optional<String> whyNot() {
        return programs().isPresent()
                ? Optional.empty()
                : Optional.of("no PostgreSQL in " + PACKAGE + "; infra/storage/check installs it");
    }

    static PostgresServer start() {
        Path programs = programs().orElseThrow();
        Path data = Path.of(
                run(asOwner("mktemp", "-d", "/tmp/sluice-postgres-XXXXXX")).strip());
        run(asOwner(programs.resolve("initdb").toString(), "-D", data.toString(), "-A", "trust", "-U", "sluice"));
        PostgresServer server = new PostgresServer(programs, data, freePort());
        server.up();
        return server;
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void up() {
        run(asOwner(
                programs.resolve("pg_ctl").toString(),
                "-D",
                data.toString(),
                "-w",
                "-l",
                data.resolve("log").toString(),
                "-o",
                "-p " + port + " -k " + data + " -h 127.0.0.1 -c fsync=off",
                "start"));
    }

    /** Stops it as a crash does: nothing is written any more. */
    void down() {
        run(asOwner(programs.resolve("pg_ctl").toString(), "-D", data.toString(), "-m", "immediate", "-w", "stop"));
    }

    /** The address of a new, empty database. */
    String newDatabase() {
        String name = "registry" + ++databases;
        try (Connection connection = DriverManager.getConnection(url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return url(name);
    }

    @Override
    public void close() {
        down();
        run(asOwner("rm", "-r", data.toString()));
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=sluice";
    }

    private static Optional<Path> programs() {
        try (Stream<Path> versions = Files.isDirectory(PACKAGE) ? Files.list(PACKAGE) : Stream.empty()) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> asOwner(String... command) {
        List<String> words = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            words.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        words.addAll(Arrays.asList(command));
        return words;
    }

    private static String run(List<String> command) {
        try {
            // To a file: a server that is started keeps its parent's pipe open.
            Path output = Files.createTempFile("postgres", ".out");
            Process process = new ProcessBuilder(command)
                    .directory(Path.of("/tmp").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            int code = process.waitFor();
            String text = Files.readString(output);
            Files.delete(output);
            if (code != 0) {
                throw new IllegalStateException(command + " ended with " + code + ": " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
