package io.sluice.app.streaming;

import io.sluice.app.EmbeddedKafka;
import io.sluice.app.Home;
import io.sluice.app.HomeOption;
import io.sluice.app.config.KafkaConfig;
import io.sluice.app.config.Settings;
import io.sluice.schemas.Topics;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which broker a command talks to: an external one, else the embedded one of an installation that is not running. */
final class BrokerOption {
    private final KafkaConfig config;

    @Mixin
    private HomeOption home;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "An external broker (default: kafka.bootstrap-servers, else the embedded one of --dir).")
    private String servers;

    BrokerOption(Settings settings) {
        config = settings.config().kafka();
    }

    KafkaConfig config() {
        return config;
    }

    HomeOption home() {
        return home;
    }

    Topics topics() {
        return external().isPresent() ? config.topics() : Topics.DEFAULTS;
    }

    private Optional<String> external() {
        return Optional.ofNullable(servers).or(config::bootstrapServers);
    }

    /** @throws IllegalArgumentException if no external broker is named */
    String required() {
        home.path();
        return external()
                .orElseThrow(() -> new IllegalArgumentException(
                        "name the broker with --bootstrap-servers; `sluice broker` starts one on this machine"));
    }

    /** Hands the broker's address to {@code work}; an embedded broker runs as long as that takes. */
    <R> R with(Function<String, R> work) {
        if (external().isPresent()) {
            home.path();
            return work.apply(external().get());
        }
        try (Home taken = Home.take(home.path());
                EmbeddedKafka kafka = EmbeddedKafka.start(taken.kafka())) {
            return work.apply(kafka.bootstrapServers());
        }
    }
}
