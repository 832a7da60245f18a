package io.sluice.app.streaming;

import io.sluice.app.config.KafkaConfig;
import io.sluice.app.config.Settings;
import io.sluice.ingestion.collector.Collector;
import io.sluice.ingestion.collector.CollectorConfig;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the HTTP collector. */
@Command(
        name = "collect",
        mixinStandardHelpOptions = true,
        description =
                "Takes events over HTTP (Sluice's JSON, GA4, Segment) into an external broker until it is stopped.")
public final class CollectCommand implements Callable<Integer> {
    private final CollectorConfig collector;

    @Mixin
    private BrokerOption broker;

    CollectCommand(Settings settings) {
        collector = settings.config().collector();
    }

    @Override
    public Integer call() {
        KafkaConfig kafka = broker.config();
        String servers = broker.required();
        UntilStopped running = new UntilStopped();
        kafka.topicSetup().apply(servers, kafka.topics());
        try (Collector serving = Collector.start(servers, kafka.topics(), collector, Clock.systemUTC())) {
            System.out.println("Collecting on " + serving.address() + "; stop it with Ctrl-C.");
            running.await(Optional::empty);
            return 0;
        } finally {
            running.done();
        }
    }
}
