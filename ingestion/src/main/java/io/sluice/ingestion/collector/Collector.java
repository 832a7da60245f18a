package io.sluice.ingestion.collector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.sluice.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events over HTTP: {@code POST /v1/events}, {@code /v1/inventory}, {@code /v1/ga4} and {@code /v1/segment}. Answers
 * 202 only when Kafka has acknowledged every event; 400 with the path of each field that is wrong if there is any, having
 * sent the others; 429 or 503 with {@code Retry-After} when more comes than goes, and holds no more than it answers for.
 * Whoever sends again under the same event ids changes nothing.
 */
public final class Collector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
    private static final Map<String, Format> FORMATS = Map.of(
            "events",
            SluiceFormat.behavior(),
            "inventory",
            SluiceFormat.inventory(),
            "ga4",
            new Ga4Format(),
            "segment",
            new SegmentFormat());

    private final CollectorConfig config;
    private final Clock clock;
    private final Outlet outlet;
    private final CollectorMetrics metrics;
    private final Semaphore requests;
    private final ObjectMapper json = new ObjectMapper();
    private final Javalin server;

    private Collector(CollectorConfig config, Clock clock, Outlet outlet) {
        this.config = config;
        this.clock = clock;
        this.outlet = outlet;
        this.metrics = new CollectorMetrics(outlet);
        this.requests = new Semaphore(config.maxRequests());
        this.server = Javalin.create(this::configure);
    }

    /**
     * Starts serving. The topics must exist.
     *
     * @throws IllegalArgumentException if it would be open to the world without a key
     */
    public static Collector start(String bootstrapServers, Topics topics, CollectorConfig config, Clock clock) {
        config.requireKeysBeyondLoopback();
        Outlet outlet = Outlet.open(bootstrapServers, topics, config.maxUnacknowledged(), config.ackTimeout());
        Collector collector = new Collector(config, clock, outlet);
        collector.server.start(config.host(), config.port());
        LOG.info("collector=started address={}", collector.address());
        return collector;
    }

    /** Without a trailing slash. */
    public URI address() {
        return URI.create("http://" + config.host() + ":" + server.port());
    }

    private void configure(JavalinConfig javalin) {
        javalin.startup.showJavalinBanner = false;
        FORMATS.forEach((name, format) -> javalin.routes.post("/v1/" + name, context -> collect(context, format)));
        javalin.routes.get("/health", context -> context.json(Map.of("status", "up", "waiting", outlet.waiting())));
        javalin.routes.get("/metrics", context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(metrics.scrape()));
        javalin.routes.before("/v1/*", this::allowPages);
        javalin.routes.options("/v1/*", context -> context.status(204));
    }

    /** Cross-origin answers, for the configured origins only. */
    private void allowPages(Context context) {
        String origin = context.header("Origin");
        boolean allowed = origin != null
                && (config.corsOrigins().contains("*") || config.corsOrigins().contains(origin));
        if (allowed) {
            context.header("Access-Control-Allow-Origin", origin);
            context.header("Vary", "Origin");
            if (context.method() == HandlerType.OPTIONS) {
                context.header("Access-Control-Allow-Methods", "POST");
                context.header("Access-Control-Allow-Headers", "Content-Type, X-Api-Key, Authorization");
                context.header("Access-Control-Max-Age", "86400");
            }
        }
    }

    private void collect(Context context, Format format) {
        if (!isKnown(context)) {
            refuse(context, 401, "send one of collector.api-keys as X-Api-Key or as a bearer token");
        } else if (!requests.tryAcquire()) {
            refuse(context.header("Retry-After", "1"), 429, "more than " + config.maxRequests() + " requests at once");
        } else {
            admit(context, format);
        }
    }

    private boolean isKnown(Context context) {
        if (config.apiKeys().isEmpty()) {
            return true;
        }
        byte[] given = Optional.ofNullable(context.header("X-Api-Key"))
                .or(() -> Optional.ofNullable(context.header("Authorization"))
                        .filter(value -> value.startsWith("Bearer "))
                        .map(value -> value.substring(7)))
                .orElse("")
                .getBytes(StandardCharsets.UTF_8);
        boolean known = false;
        for (String key : config.apiKeys()) {
            // Every key is compared in full, whatever was found: the time taken tells nothing.
            known |= MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8), given);
        }
        return known;
    }

    private void admit(Context context, Format format) {
        boolean handedOver = false;
        try {
            Optional<JsonNode> body = body(context);
            if (body.isPresent()) {
                List<Incoming> events = format.read(body.get(), clock.instant());
                if (events.isEmpty() || events.size() > config.maxBatch()) {
                    refuse(context, 400, "a request holds 1 to " + config.maxBatch() + " events, got " + events.size());
                } else {
                    CompletableFuture<List<Result>> results = send(events);
                    context.future(() -> results.thenAccept(all -> answer(context, all))
                            .whenComplete((done, failure) -> requests.release()));
                    handedOver = true;
                }
            }
        } finally {
            if (!handedOver) {
                requests.release();
            }
        }
    }

    /** The body, read no further than its bound; empty if the request has been refused. */
    private Optional<JsonNode> body(Context context) {
        try {
            byte[] bytes = context.bodyInputStream().readNBytes(config.maxBodyBytes() + 1);
            if (bytes.length > config.maxBodyBytes()) {
                refuse(context, 413, "a body may have " + config.maxBodyBytes() + " bytes; send smaller batches");
                return Optional.empty();
            }
            JsonNode body = json.readTree(bytes);
            if (body != null && body.isContainerNode()) {
                return Optional.of(body);
            }
            refuse(context, 400, "the body must be a JSON object or array");
        } catch (JsonProcessingException malformed) {
            refuse(context, 400, "the body is not JSON: " + malformed.getOriginalMessage());
        } catch (IOException broken) {
            throw new UncheckedIOException("the request broke off", broken);
        }
        return Optional.empty();
    }

    private record Result(Incoming event, Optional<Outlet.Fate> fate) {}

    private CompletableFuture<List<Result>> send(List<Incoming> events) {
        Instant arrival = clock.instant();
        List<CompletableFuture<Result>> results = new ArrayList<>();
        for (Incoming event : events) {
            results.add(event.match(
                    ready -> outlet.send(ready, arrival).thenApply(fate -> new Result(event, Optional.of(fate))),
                    wrong -> CompletableFuture.completedFuture(new Result(event, Optional.empty()))));
        }
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .thenApply(done -> results.stream().map(CompletableFuture::join).toList());
    }

    private void answer(Context context, List<Result> results) {
        ObjectNode answer = json.createObjectNode();
        ArrayNode each = answer.putArray("results");
        long accepted = 0;
        boolean wrong = false;
        boolean missing = false;
        for (int i = 0; i < results.size(); i++) {
            Result result = results.get(i);
            String status = result.fate()
                    .map(fate -> switch (fate) {
                        case ACKNOWLEDGED -> "accepted";
                        case OVERLOADED -> "overloaded";
                        case UNACKNOWLEDGED -> "unacknowledged";
                    })
                    .orElse("invalid");
            metrics.count(status);
            accepted += status.equals("accepted") ? 1 : 0;
            wrong |= status.equals("invalid");
            missing |= !status.equals("accepted") && !status.equals("invalid");
            describe(each.addObject().put("index", i).put("status", status), result.event());
        }
        answer.put("accepted", accepted);
        if (missing) {
            // First: what Kafka does not have must be sent again, whatever else is wrong.
            context.status(503).header("Retry-After", "2");
        } else {
            context.status(wrong ? 400 : 202);
        }
        context.contentType("application/json").result(answer.toString());
    }

    private static void describe(ObjectNode result, Incoming event) {
        event.match(ready -> result.put("eventId", ready.eventId()), wrong -> {
            ArrayNode errors = result.putArray("errors");
            wrong.errors()
                    .forEach(error ->
                            errors.addObject().put("path", error.path()).put("problem", error.problem()));
            return result;
        });
    }

    private void refuse(Context context, int status, String problem) {
        metrics.refuse(status);
        context.status(status)
                .contentType("application/json")
                .result(json.createObjectNode().put("error", problem).toString());
    }

    @Override
    public void close() {
        server.stop();
        outlet.close();
        LOG.info("collector=stopped");
    }
}
