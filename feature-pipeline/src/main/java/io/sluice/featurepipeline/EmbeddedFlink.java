package io.sluice.featurepipeline;

import io.sluice.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The feature job in a Flink cluster inside this process. On start it goes on from the newest complete checkpoint under
 * its directory, whichever process took it.
 */
public final class EmbeddedFlink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedFlink.class);

    private final MiniCluster cluster;
    private final JobID job;

    private EmbeddedFlink(MiniCluster cluster, JobID job) {
        this.cluster = cluster;
        this.job = job;
    }

    /**
     * Starts the cluster and the job.
     *
     * @param directory holds checkpoints
     * @throws IllegalStateException if the cluster does not start
     */
    public static EmbeddedFlink start(
            String bootstrapServers, Topics topics, Path warehouse, Path directory, FeatureJobConfig config) {
        Path checkpoints = directory.toAbsolutePath().resolve("checkpoints");
        Configuration settings = settings(checkpoints, config);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(settings);
        FeatureJob.build(environment, bootstrapServers, topics, warehouse.toAbsolutePath(), config);
        StreamGraph graph = environment.getStreamGraph();
        graph.setJobName("sluice-features");
        Optional<Path> newest = newestCheckpoint(checkpoints);
        newest.ifPresent(checkpoint -> graph.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(checkpoint.toUri().toString())));
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(config.parallelism())
                .build());
        try {
            cluster.start();
            JobID job = cluster.submitJob(graph.getJobGraph()).get().getJobID();
            LOG.info(
                    "features=started job={} restored={}",
                    job,
                    newest.map(Path::toString).orElse("none"));
            return new EmbeddedFlink(cluster, job);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Flink started", interrupted);
        } catch (Exception failure) {
            throw new IllegalStateException("the embedded Flink cluster does not start", failure);
        }
    }

    private static Configuration settings(Path checkpoints, FeatureJobConfig config) {
        Configuration settings = new Configuration();
        settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, config.checkpointInterval());
        settings.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        settings.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 2);
        settings.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(500));
        settings.set(PipelineOptions.GENERIC_TYPES, false);
        settings.set(RestOptions.BIND_PORT, "0");
        settings.set(RestOptions.ADDRESS, "127.0.0.1");
        settings.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(32));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
        return settings;
    }

    /** The newest checkpoint whose metadata were written, over all jobs that ever ran here. */
    static Optional<Path> newestCheckpoint(Path checkpoints) {
        if (!Files.isDirectory(checkpoints)) {
            return Optional.empty();
        }
        try (Stream<Path> files =
                Files.find(checkpoints, 3, (path, attributes) -> path.endsWith("_metadata"), new FileVisitOption[0])) {
            return files.max(Comparator.comparing(EmbeddedFlink::modified)).map(Path::getParent);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot look for checkpoints in " + checkpoints, failure);
        }
    }

    /**
     * The oldest checkpoint of each job that may still be restored; table snapshots from there on must stay.
     *
     * @param directory as given to {@link #start}
     */
    public static Map<String, Long> retainedCheckpoints(Path directory) {
        Path checkpoints = directory.toAbsolutePath().resolve("checkpoints");
        Map<String, Long> oldest = new TreeMap<>();
        if (!Files.isDirectory(checkpoints)) {
            return oldest;
        }
        try (Stream<Path> files =
                Files.find(checkpoints, 3, (path, attributes) -> path.endsWith("_metadata"), new FileVisitOption[0])) {
            files.map(Path::getParent)
                    .forEach(checkpoint -> oldest.merge(
                            checkpoint.getParent().getFileName().toString(),
                            Long.parseLong(checkpoint.getFileName().toString().substring("chk-".length())),
                            Math::min));
            return oldest;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot look for checkpoints in " + checkpoints, failure);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot look at " + file, failure);
        }
    }

    /** Why the job stopped by itself, if it did. */
    public Optional<String> failure() {
        try {
            JobStatus status = cluster.getJobStatus(job).get(10, TimeUnit.SECONDS);
            if (status != JobStatus.FAILED) {
                return Optional.empty();
            }
            var cause = cluster.getExecutionGraph(job).get(10, TimeUnit.SECONDS).getFailureInfo();
            return Optional.of(cause == null ? "the job failed" : cause.getExceptionAsString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException away) {
            return Optional.of("the Flink cluster does not answer: " + away);
        }
    }

    /** Takes a last checkpoint and stops. */
    @Override
    public void close() {
        try {
            cluster.triggerCheckpoint(job, CheckpointType.FULL).get(30, TimeUnit.SECONDS);
            cluster.cancelJob(job).get(30, TimeUnit.SECONDS);
            cluster.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Exception failure) {
            // Whatever was not checkpointed is replayed from Kafka by the next start.
            LOG.warn("features=stopped-hard because=\"{}\"", failure.toString());
        }
    }
}
