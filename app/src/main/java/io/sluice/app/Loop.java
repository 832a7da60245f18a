package io.sluice.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.dataset.CutReader;
import io.sluice.dataset.Interactions;
import io.sluice.dataset.InventoryTimeline;
import io.sluice.dataset.TableCare;
import io.sluice.dataset.TimeRange;
import io.sluice.dataset.TimeSplit;
import io.sluice.evaluator.GatePolicy;
import io.sluice.registry.Registry;
import io.sluice.schemas.Cut;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Replays an input in lock step: promises up to a moment, waits for the cut that covers it, runs the cycle of that moment,
 * goes on. Where it stands is in the registry and in Kafka, so a killed loop continues where it was.
 */
final class Loop {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CAMPAIGN = "main";
    private static final String BEGIN = "loop-begin";
    /** A split needs a training part, a validation part and a holdout of a period each. */
    private static final int FIRST_CYCLE_AFTER_PERIODS = 3;

    private final LoopConfig config;
    private final EmbeddedStack stack;
    private final ReplayDriver driver;
    private final Progress progress;
    private final AtomicBoolean stopped;
    private final CutReader reader;
    private final Cycle cycle;

    /**
     * @param stopped set from outside to end the loop before its next step
     */
    Loop(
            LoopConfig config,
            GatePolicy gate,
            EmbeddedStack stack,
            Home home,
            ReplayDriver driver,
            Progress progress,
            AtomicBoolean stopped) {
        this.config = config;
        this.stack = stack;
        this.driver = driver;
        this.progress = progress;
        this.stopped = stopped;
        this.reader = new CutReader(stack.warehouse());
        this.cycle = new Cycle(config, gate, stack.registry(), new TableCare(stack.warehouse()), home.work());
    }

    /** Runs to the end of the input. */
    void run() {
        try (CutFeed cuts = new CutFeed(stack.bootstrapServers(), EmbeddedStack.TOPICS);
                Announcer announcer = new Announcer(stack.registry(), stack.bootstrapServers(), EmbeddedStack.TOPICS)) {
            announcer.announce();
            Optional<Instant> begin = begin();
            if (begin.isEmpty()) {
                return;
            }
            for (int n = cycles(stack.registry()).size() + 1; ; n++) {
                Instant end =
                        begin.get().plus(config.trainer().period().multipliedBy(n + FIRST_CYCLE_AFTER_PERIODS - 1L));
                if (driver.sendUntil(end).isBefore(end)) {
                    return;
                }
                Cut cut = await(cuts, end);
                progress.stream(driver.records(), stack.ingestion().counts(), end);
                run(n, begin.get(), end, cut);
                announcer.announce();
            }
        }
    }

    /** Start of the first day of the data; kept, so that later data do not move the days. */
    private Optional<Instant> begin() {
        Registry registry = stack.registry();
        Optional<String> kept = registry.state(BEGIN);
        if (kept.isPresent()) {
            return kept.map(json -> Instant.parse(json.replace("\"", "")));
        }
        if (driver.isDone()) {
            return Optional.empty();
        }
        Instant begin = dayOf(driver.upcomingTime());
        registry.putState(BEGIN, "\"" + begin + "\"");
        return Optional.of(begin);
    }

    private Instant dayOf(Instant time) {
        Instant start = time.atZone(ZoneOffset.UTC)
                .toLocalDate()
                .atTime(config.dayStarts())
                .toInstant(ZoneOffset.UTC);
        return start.isAfter(time) ? start.minus(Duration.ofDays(1)) : start;
    }

    private Cut await(CutFeed cuts, Instant end) {
        while (true) {
            if (stopped.get()) {
                throw new CancellationException("stopped");
            }
            Optional<Cut> cut = cuts.covering(end);
            if (cut.isPresent()) {
                return cut.get();
            }
            stack.check();
            progress.waiting(driver.records(), stack.ingestion().counts(), end);
        }
    }

    private void run(int n, Instant begin, Instant end, Cut cut) {
        TimeSplit split = TimeSplit.before(
                end, begin, config.trainer().period(), config.trainer().window());
        Interactions data = reader.interactions(cut, new TimeRange(split.train().from(), end));
        InventoryTimeline inventory = reader.inventory(cut, end);
        Tracking tracking = Tracking.start(stack.trackingServer(), config.trainer(), n, cut);
        ObjectNode report = tracking.of(
                progress, curves -> cycle.run(new Cycle.Input(n, begin, cut, split, data, inventory), curves));
        stack.registry().saveCycle(CAMPAIGN, n, report.toString());
        progress.cycle(report);
    }

    /** What every cycle so far has reported, oldest first. */
    static List<JsonNode> cycles(Registry registry) {
        List<JsonNode> cycles = new ArrayList<>();
        registry.cycles(CAMPAIGN).forEach(cycle -> cycles.add(tree(cycle.json())));
        return cycles;
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("a stored cycle is not JSON", malformed);
        }
    }
}
