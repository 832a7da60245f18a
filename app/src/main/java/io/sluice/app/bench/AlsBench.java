package io.sluice.app.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import io.sluice.models.algebra.Kernels;
import io.sluice.trainer.als.Confidences;
import io.sluice.trainer.als.Factorisation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The kernel's share of the machine's peak, sweeps on one thread and on several, and quality where a test file is given. */
@Command(
        name = "als",
        mixinStandardHelpOptions = true,
        description = "Implicit ALS: share of peak, seconds per sweep, Recall@20 and NDCG@20.")
final class AlsBench implements Callable<Integer> {
    @Option(
            names = "--train",
            description = "Rows to factorise: a line per user, its number, then its items; may be gzip.")
    private Optional<Path> train = Optional.empty();

    @Option(names = "--test", description = "The same users' later items.")
    private Optional<Path> test = Optional.empty();

    @Option(names = "--rank", defaultValue = "128", description = "Factors (default ${DEFAULT-VALUE}).")
    private int rank;

    @Option(names = "--sweeps", defaultValue = "10", description = "Sweeps (default ${DEFAULT-VALUE}).")
    private int sweeps;

    @Option(names = "--alpha", defaultValue = "1", description = "Confidence of an entry (default ${DEFAULT-VALUE}).")
    private float alpha;

    @Option(names = "--regularisation", defaultValue = "1", description = "Default ${DEFAULT-VALUE}.")
    private double regularisation;

    @Option(names = "--threads", defaultValue = "2", description = "Threads (default ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--steps",
            defaultValue = "3",
            description = "Conjugate gradients per row; 0 is exact (${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--no-peak", description = "Leaves out the kernel's share of the peak.")
    private boolean noPeak;

    @Option(names = "--json", description = "Writes the figures there.")
    private Optional<Path> json = Optional.empty();

    private final ObjectNode figures = new ObjectMapper().createObjectNode();

    @Override
    public Integer call() throws IOException, InterruptedException {
        figures.put("kernel", Kernels.name());
        if (!noPeak) {
            kernel();
        }
        Rows rows = train.map(Rows::read).orElseGet(() -> Rows.random(50_000, 20_000, 30, 1));
        figures.put("rows", rows.columns().length)
                .put("columns", rows.width())
                .put("entries", rows.size())
                .put("rank", rank);
        Confidences confidences = rows.confidences(alpha);
        float[] items = sweeps(confidences);
        if (test.isPresent()) {
            quality(rows, Rows.read(test.get()), items);
        }
        print();
        return 0;
    }

    private void kernel() {
        KernelShare share = KernelShare.measured();
        figures.put("peakGflops", share.peak() / 1e9)
                .put("kernelGflops", share.inFactors() / 1e9)
                .put("shareOfPeak", share.share())
                .put("microsPerRowInFactors", share.microsPerRow())
                .put("microsPerRowInEntries", share.microsPerRowInEntries())
                .put("microsPerRowInThreeSteps", share.microsPerRowInSteps());
    }

    /** Sweeps on one thread, then as many on several from the same start: the factors must be the same to the bit. */
    private float[] sweeps(Confidences confidences) throws InterruptedException {
        Factorisation alone = factorisation(confidences);
        timed("oneThread", alone, 1);
        Factorisation together = factorisation(confidences);
        timed("threads" + threads, together, threads);
        if (!Arrays.equals(alone.columnFactors(), together.columnFactors())) {
            throw new IllegalStateException("one thread and " + threads + " gave different factors");
        }
        return together.columnFactors();
    }

    private Factorisation factorisation(Confidences confidences) {
        return new Factorisation(
                confidences,
                new Factorisation.Settings(rank, regularisation, steps),
                Factorisation.randomColumns(confidences, rank, 1));
    }

    private void timed(String name, Factorisation factorisation, int width) throws InterruptedException {
        ForkJoinPool pool = new ForkJoinPool(width);
        try {
            double least = Double.MAX_VALUE;
            double processor = 0;
            for (int sweep = 1; sweep <= sweeps; sweep++) {
                long begin = System.nanoTime();
                long used = processorNanos();
                figures.put("loss", pool.submit(factorisation::sweep).get());
                double seconds = (System.nanoTime() - begin) / 1e9;
                // The first sweep compiles the loops.
                if (sweep > 1 || sweeps == 1) {
                    least = Math.min(least, seconds);
                    processor += (processorNanos() - used) / 1e9 / Math.max(1, sweeps - 1);
                }
            }
            figures.put(name + "SecondsPerSweep", least).put(name + "ProcessorSecondsPerSweep", processor);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a sweep failed", failure.getCause());
        } finally {
            pool.shutdown();
        }
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private void quality(Rows rows, Rows later, float[] items) {
        long begin = System.nanoTime();
        HeldOut heldOut = HeldOut.scored(rows, later, items, rank, alpha, regularisation);
        figures.put("recall@20", heldOut.recall())
                .put("ndcg@20", heldOut.ndcg())
                .put("scoreSeconds", (System.nanoTime() - begin) / 1e9);
    }

    private void print() throws IOException {
        figures.properties()
                .forEach(figure -> System.out.println(String.format(
                        Locale.ROOT,
                        "%-34s %s",
                        figure.getKey(),
                        figure.getValue().isDouble()
                                ? String.format(
                                        Locale.ROOT, "%.4f", figure.getValue().asDouble())
                                : figure.getValue().asText())));
        if (json.isPresent()) {
            Files.writeString(json.get(), figures.toPrettyString());
        }
    }
}
