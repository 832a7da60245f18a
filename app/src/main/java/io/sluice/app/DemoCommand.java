package io.sluice.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.app.config.Settings;
import io.sluice.app.importing.Faults;
import io.sluice.app.importing.FaultyFeed;
import io.sluice.app.importing.ImportFormat;
import io.sluice.app.importing.ImportOptions;
import io.sluice.app.importing.Imported;
import io.sluice.app.importing.Mapping;
import io.sluice.ingestion.Audit;
import io.sluice.ingestion.AuditReport;
import io.sluice.ingestion.IngestionConfig;
import io.sluice.simulator.Delivery;
import io.sluice.simulator.Shop;
import io.sluice.simulator.ShopConfig;
import io.sluice.simulator.Tastes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole loop in this process, on a simulated shop or on a real event log. */
@Command(
        name = "demo",
        aliases = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the whole loop in one process: Kafka, ingestion, Flink, tables, trainer, gate, registry.",
            "Replays a simulated shop, or an event log with --data and --format.",
            "A second start on the same directory goes on where the first one stopped."
        })
final class DemoCommand implements Callable<Integer> {
    private static final long MINIMUM_HEAP_BYTES = 1_000L << 20;
    /** That shop's days begin at midnight in California. */
    private static final LocalTime GOOGLE_STORE_DAY = LocalTime.of(7, 0);

    @Mixin
    private HomeOption home;

    @Option(names = "--data", paramLabel = "DIR", description = "Event log to replay instead of the simulated shop.")
    private Path data;

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "Layout of the event log: google-store, retailrocket, rees46, yoochoose, csv, jsonl.")
    private String format = "google-store";

    @Option(
            names = "--mapping",
            paramLabel = "M",
            description = "For csv and jsonl: time=ts,user=u,item=i,action=a;time-unit=ms;actions=cart:ADD_TO_CART")
    private String mapping;

    @Option(
            names = "--disorder",
            paramLabel = "DURATION",
            description = "Let events of the log arrive up to this much late, as PT2M (default: in order).")
    private Duration disorder = Duration.ZERO;

    @Option(names = "--late", paramLabel = "SHARE", description = "Share of the log's events that come too late.")
    private double late;

    @Option(names = "--duplicate", paramLabel = "SHARE", description = "Share of the log's events that come twice.")
    private double duplicate;

    @Option(names = "--malformed", paramLabel = "SHARE", description = "Share of the log's events that are damaged.")
    private double malformed;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the run as JSON.")
    private Path report;

    @Option(names = "--days", description = "Days that the simulated shop is open (default: ${DEFAULT-VALUE}).")
    private int days = 14;

    @Option(names = "--seed", description = "Of the simulated shop and of injected faults (default: ${DEFAULT-VALUE}).")
    private long seed = ShopConfig.DEFAULTS.seed();

    private final Settings settings;

    DemoCommand(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Integer call() {
        long start = System.nanoTime();
        requireMemory();
        Progress progress = new Progress(System.out, System::nanoTime);
        AtomicBoolean stopped = new AtomicBoolean();
        CountDownLatch finished = new CountDownLatch(1);
        Path directory = home.path();
        try (Home taken = Home.take(directory)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopped, finished), "stop"));
            return run(taken, progress, stopped, start);
        } catch (CancellationException cancelled) {
            progress.say("Stopped. Start again with the same --dir to go on: %s", directory);
            return 130;
        } finally {
            finished.countDown();
        }
    }

    private static void requireMemory() {
        long heap = Runtime.getRuntime().maxMemory();
        if (heap < MINIMUM_HEAP_BYTES) {
            throw new IllegalArgumentException(
                    "the heap is " + (heap >> 20) + " MiB, but all engines in one process need "
                            + (MINIMUM_HEAP_BYTES >> 20) + " MiB; set SLUICE_HEAP=2200m");
        }
    }

    /** Ctrl-C: asks the loop to end and gives it time to close its engines. */
    private static void stop(AtomicBoolean stopped, CountDownLatch finished) {
        stopped.set(true);
        try {
            finished.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private int run(Home taken, Progress progress, AtomicBoolean stopped, long start) {
        IngestionConfig ingestion = settings.config().ingestion().trustingArrivals();
        Input input = input();
        progress.say("Sluice replays %s in %s", input.name, taken.root());
        try (EmbeddedStack stack = EmbeddedStack.start(
                        taken,
                        ingestion,
                        settings.config().features(),
                        settings.config().registry());
                ReplayDriver driver = new ReplayDriver(
                        stack.bootstrapServers(),
                        EmbeddedStack.TOPICS,
                        input.name,
                        input.deliveries,
                        ingestion.lateness())) {
            progress.say("Kafka, ingestion, Flink, tables and registry are up after %.1f s", seconds(start));
            new Loop(config(), settings.config().gate(), stack, taken, driver, progress, stopped).run();
            List<JsonNode> cycles = Loop.cycles(stack.registry());
            AuditReport audit = awaitAudit(stack, stopped);
            progress.table(cycles);
            progress.say("%s", input.words().get());
            progress.say("%s", audit.words());
            double seconds = seconds(start);
            if (report != null) {
                RunReport.write(report, audit, cycles, seconds);
                progress.say("Report: %s", report.toAbsolutePath());
            }
            progress.say("Done in %.1f s. Look further:", seconds);
            String dir = " --dir " + taken.root();
            progress.say("  ./sluice models%s", dir);
            progress.say("  ./sluice report%s VERSION", dir);
            progress.say("  ./sluice recommend%s --items A,B -k 10", dir);
            progress.say("  ./sluice reproduce%s VERSION", dir);
            return audit.violations().isEmpty() ? 0 : 1;
        }
    }

    /** An input under its name; what it says at its end. */
    private record Input(String name, Iterator<Delivery> deliveries, Supplier<String> words) {}

    private Input input() {
        if (data == null) {
            Shop shop = new Shop(shop());
            return new Input(shop.name(), shop.deliveries(), () -> "");
        }
        ImportOptions options =
                mapping == null ? ImportOptions.DEFAULTS : ImportOptions.DEFAULTS.withMapping(Mapping.parse(mapping));
        Imported imported = ImportFormat.named(format).open(data, options);
        Faults faults =
                new Faults(seed, disorder, settings.config().ingestion().lateness(), late, duplicate, malformed);
        String name = imported.identity()
                + (mapping == null ? "" : " " + mapping)
                + (faults.equals(harmless()) ? "" : " " + faults);
        FaultyFeed feed = faults.inject(imported);
        return new Input(name, feed, () -> "\nInput: " + imported.report() + ", injected " + feed.counts() + "\n");
    }

    private ShopConfig shop() {
        return ShopConfig.DEFAULTS.withDays(days).withSeed(seed);
    }

    private Faults harmless() {
        return new Faults(seed, Duration.ZERO, settings.config().ingestion().lateness(), 0, 0, 0);
    }

    private LoopConfig config() {
        boolean ownDays = settings.isDefault("time.day-starts") && data != null && format.equals("google-store");
        return new LoopConfig(
                ownDays ? GOOGLE_STORE_DAY : settings.config().time().dayStarts(),
                settings.config().trainer(),
                data == null ? List.of(5, 8) : List.of(),
                data == null ? Optional.of(new Tastes(shop())) : Optional.empty());
    }

    private static AuditReport awaitAudit(EmbeddedStack stack, AtomicBoolean stopped) {
        while (true) {
            AuditReport audit = Audit.run(stack.bootstrapServers(), EmbeddedStack.TOPICS);
            if (audit.pending() == 0 || stopped.get()) {
                return audit;
            }
            stack.check();
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
