package io.sluice.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A real Kafka broker and controller (KRaft) in this process, on loopback, from Kafka's own jars. Its data outlive it: a
 * second start on the same directory serves what the first one stored.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int ATTEMPTS = 3;

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts the broker on free ports; returns when it serves.
     *
     * @throws BrokenWorld if it cannot start
     */
    public static EmbeddedKafka start(Path directory) {
        return start(directory, 0);
    }

    /**
     * Starts the broker on this port.
     *
     * @param port 0 takes a free one
     * @throws BrokenWorld if it cannot start
     */
    public static EmbeddedKafka start(Path directory, int port) {
        for (int attempt = 1; ; attempt++) {
            try {
                return startOnce(directory, port);
            } catch (KafkaException | IOException failure) {
                // Between finding a free port and binding it another process may have taken it.
                if (attempt == ATTEMPTS) {
                    throw new BrokenWorld("the embedded Kafka broker does not start in " + directory, failure);
                }
            }
        }
    }

    private static EmbeddedKafka startOnce(Path directory, int port) throws IOException {
        Files.createDirectories(directory);
        explainHalts(directory);
        int brokerPort = port == 0 ? freePort() : port;
        int controllerPort = freePort();
        format(directory);
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(settings(directory, brokerPort, controllerPort)), Time.SYSTEM);
        server.startup();
        return new EmbeddedKafka(server, "127.0.0.1:" + brokerPort);
    }

    /**
     * A broker that cannot write to its disk halts the JVM without a word on the terminal; nothing that was promised is lost
     * by that, but a person should read why.
     */
    private static void explainHalts(Path directory) {
        Exit.setHaltProcedure((status, message) -> {
            long free = directory.toFile().getUsableSpace() >> 20;
            System.err.println("sluice: the embedded Kafka broker gave up"
                    + (message == null ? "" : " (" + message + ")") + "; " + directory + " has " + free
                    + " MiB free. Free some space or mend the disk, then start again with the same --dir:"
                    + " it goes on where it stopped");
            Runtime.getRuntime().halt(status);
        });
    }

    private static void format(Path directory) throws IOException {
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                    .setNodeId(1)
                    .setClusterId(clusterId(directory))
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(directory.toString())
                    .addDirectory(directory.toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new BrokenWorld("cannot prepare " + directory + " for Kafka", failure);
        }
    }

    /** A formatted directory keeps the id it was given first. */
    private static String clusterId(Path directory) throws IOException {
        Path properties = directory.resolve("meta.properties");
        if (!Files.exists(properties)) {
            return Uuid.randomUuid().toString();
        }
        Properties stored = new Properties();
        try (var reader = Files.newBufferedReader(properties)) {
            stored.load(reader);
        }
        return stored.getProperty("cluster.id");
    }

    private static Properties settings(Path directory, int brokerPort, int controllerPort) {
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + brokerPort + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + brokerPort);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("log.dirs", directory.toString());
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            settings.put(topic + ".replication.factor", "1");
            settings.put(topic + ".num.partitions", "1");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        // What a killed process left open is given up as soon as its time is over, not up to ten seconds later.
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("auto.create.topics.enable", "false");
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(2 << 20));
        settings.put("log.segment.bytes", String.valueOf(64 << 20));
        settings.put("initial.broker.registration.timeout.ms", "60000");
        return settings;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
