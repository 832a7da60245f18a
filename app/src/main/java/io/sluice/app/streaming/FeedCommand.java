package io.sluice.app.streaming;

import io.sluice.app.ReplayDriver;
import io.sluice.app.config.KafkaConfig;
import io.sluice.app.config.Settings;
import io.sluice.ingestion.IngestionConfig;
import io.sluice.simulator.Shop;
import io.sluice.simulator.ShopConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Replays the simulated shop into an external broker. */
@Command(
        name = "feed",
        mixinStandardHelpOptions = true,
        description = {
            "Sends the simulated shop's events into an external broker and promises how far it has come; started again,",
            "it goes on where it stopped. Ingestion must trust stated arrivals: --ingestion.trust-arrival-header=true."
        })
public final class FeedCommand implements Callable<Integer> {
    private static final Duration STEP = Duration.ofHours(6);

    private final IngestionConfig ingestion;

    @Mixin
    private BrokerOption broker;

    @Option(names = "--days", description = "Days that the shop is open (default: ${DEFAULT-VALUE}).")
    private int days = 14;

    @Option(names = "--seed", description = "Of the shop (default: ${DEFAULT-VALUE}).")
    private long seed = ShopConfig.DEFAULTS.seed();

    @Option(names = "--rate", description = "At most so many events a second; 0 for as fast as it goes (default: 0).")
    private int rate;

    FeedCommand(Settings settings) {
        ingestion = settings.config().ingestion();
    }

    @Override
    public Integer call() {
        KafkaConfig kafka = broker.config();
        String servers = broker.required();
        ShopConfig shop = ShopConfig.DEFAULTS.withDays(days).withSeed(seed);
        kafka.topicSetup().apply(servers, kafka.topics());
        long start = System.nanoTime();
        try (ReplayDriver driver = new ReplayDriver(
                servers,
                kafka.topics(),
                "simulator " + seed + " for " + days + " days",
                new Shop(shop).deliveries(),
                ingestion.lateness())) {
            long sentBefore = driver.records();
            while (!driver.isDone()) {
                driver.sendUntil(nextStep(driver.upcomingTime()));
                keepPace(start, driver.records() - sentBefore);
            }
            // The end of the input: nothing more comes, so everything that waits may be decided.
            driver.sendUntil(nextStep(driver.latestEventTime()));
            System.out.println("Sent " + driver.records() + " records.");
        }
        return 0;
    }

    /** Fixed marks in event time, so that two replays promise the same whatever their pace. */
    private static Instant nextStep(Instant time) {
        long step = STEP.toMillis();
        return Instant.ofEpochMilli((time.toEpochMilli() / step + 1) * step);
    }

    private void keepPace(long start, long sent) {
        if (rate > 0) {
            long due = start + sent * 1_000_000_000L / rate;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
        }
    }
}
