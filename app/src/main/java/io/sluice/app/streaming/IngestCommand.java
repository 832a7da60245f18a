package io.sluice.app.streaming;

import io.sluice.app.Home;
import io.sluice.app.UserKeyFile;
import io.sluice.app.config.KafkaConfig;
import io.sluice.app.config.Settings;
import io.sluice.ingestion.Ingestion;
import io.sluice.ingestion.IngestionConfig;
import io.sluice.ingestion.LivePromises;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs ingestion as a process of its own; several share the work. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = {
            "Runs ingestion against an external broker until it is stopped: raw events in, clean ones and rejects out.",
            "Several processes share the partitions. Each needs a --dir of its own and the same user key."
        })
public final class IngestCommand implements Callable<Integer> {
    private final IngestionConfig ingestion;

    @Mixin
    private BrokerOption broker;

    @Option(
            names = "--user-key-file",
            paramLabel = "FILE",
            description =
                    "The secret behind pseudonymous user keys (default: user-key.secret in --dir, made if missing).")
    private Path userKeyFile;

    @Option(
            names = "--no-promises",
            description = "Do not promise that time passes: for replays, whose driver promises itself.")
    private boolean withoutPromises;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "Serve /health and /metrics on this port of the loopback address.")
    private Integer metricsPort;

    IngestCommand(Settings settings) {
        ingestion = settings.config().ingestion();
    }

    @Override
    @SuppressWarnings("try") // Parts are started to run, not to be called.
    public Integer call() {
        KafkaConfig kafka = broker.config();
        String servers = broker.required();
        UntilStopped running = new UntilStopped();
        try (Home home = Home.take(broker.home().path())) {
            kafka.topicSetup().apply(servers, kafka.topics());
            Path secret = Optional.ofNullable(userKeyFile).orElse(home.root().resolve("user-key.secret"));
            try (Ingestion streams = Ingestion.start(
                            servers,
                            kafka.topics(),
                            ingestion,
                            UserKeyFile.readOrCreate(secret),
                            home.streams(),
                            kafka.partitions());
                    Part promises = withoutPromises ? Part.NONE : promises(servers, kafka);
                    Part metrics = metricsPort == null ? Part.NONE : MetricsServer.start(metricsPort, streams)::close) {
                System.out.println("Ingestion runs against " + servers + "; stop it with Ctrl-C.");
                running.await(streams::failure);
            }
            return 0;
        } finally {
            running.done();
        }
    }

    private Part promises(String servers, KafkaConfig kafka) {
        return LivePromises.start(servers, kafka.topics(), ingestion, Clock.systemUTC())::close;
    }

    /** Something that is started if it is wanted. */
    private interface Part extends AutoCloseable {
        Part NONE = () -> {};

        @Override
        void close();
    }
}
