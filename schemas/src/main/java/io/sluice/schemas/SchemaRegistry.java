package io.sluice.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * The schemas of a registry that speaks Confluent's REST protocol ({@code GET /schemas/ids/{id}}). Each id is asked for
 * once; that an id is unknown is believed for a minute, and for the newest thousands of such ids only, so that a flood of
 * made-up ids costs neither memory nor more than one call each.
 *
 * <p>Thread-safe.
 */
public final class SchemaRegistry implements SchemaIds {
    /** Ours has about two thousand characters. */
    private static final int MOST_ANSWER_BYTES = 256 << 10;

    private static final int MOST_UNKNOWN_IDS = 4096;
    private static final Duration UNKNOWN_FOR = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Map<Integer, Schema> known = new ConcurrentHashMap<>();
    private final Map<Integer, Unknown> unknown = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Unknown> eldest) {
            return size() > MOST_UNKNOWN_IDS;
        }
    };
    private final URI address;
    private final Optional<String> authorization;
    private final Clock clock;

    private record Unknown(Parsed<Schema> answer, Instant until) {}

    /**
     * @param address of the registry, as {@code http://schemas.example:8081}; {@code user:password@} before the host is sent
     *     as basic authorization
     */
    public SchemaRegistry(URI address, Clock clock) {
        if (address.getHost() == null || !String.valueOf(address.getScheme()).matches("https?")) {
            throw new IllegalArgumentException(
                    "ingestion.schema-registry-url must read http(s)://host:port, got " + address.getScheme() + "://…");
        }
        this.address = withoutUser(address);
        this.authorization = Optional.ofNullable(address.getUserInfo())
                .map(user -> "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
        this.clock = clock;
    }

    private static URI withoutUser(URI address) {
        String path = Optional.ofNullable(address.getPath()).orElse("").replaceAll("/+$", "");
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        return URI.create(address.getScheme() + "://" + address.getHost() + port + path);
    }

    @Override
    public Parsed<Schema> find(int id) {
        Schema schema = known.get(id);
        if (schema != null) {
            return new Parsed.Ok<>(schema);
        }
        return remembered(id).orElseGet(() -> ask(id));
    }

    private Optional<Parsed<Schema>> remembered(int id) {
        synchronized (unknown) {
            return Optional.ofNullable(unknown.get(id))
                    .filter(answer -> clock.instant().isBefore(answer.until))
                    .map(Unknown::answer);
        }
    }

    private Parsed<Schema> ask(int id) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + "/schemas/ids/" + id))
                .timeout(PATIENCE)
                .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
        authorization.ifPresent(value -> request.header("Authorization", value));
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return answer(id, response.statusCode(), body.readNBytes(MOST_ANSWER_BYTES + 1));
            }
        } catch (IOException failure) {
            throw new SchemaRegistryUnavailable("the schema registry at " + address + " does not answer", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SchemaRegistryUnavailable("interrupted while asking " + address, interrupted);
        }
    }

    private Parsed<Schema> answer(int id, int status, byte[] body) {
        if (status == 404) {
            return unknown(id, "is not registered at " + address + "; register the schema first");
        }
        if (status != 200) {
            throw new SchemaRegistryUnavailable("the schema registry at " + address + " answered " + status
                    + " for schema id " + id + (status == 401 || status == 403 ? "; check the credentials" : ""));
        }
        if (body.length > MOST_ANSWER_BYTES) {
            return unknown(id, "is larger than " + MOST_ANSWER_BYTES + " bytes");
        }
        try {
            return parse(id, json.readTree(body));
        } catch (JsonProcessingException malformed) {
            throw new SchemaRegistryUnavailable(
                    "the schema registry at " + address + " answered with what is no JSON", malformed);
        } catch (IOException impossible) {
            throw new IllegalStateException("reading memory failed", impossible);
        }
    }

    private Parsed<Schema> parse(int id, JsonNode answer) {
        String type = answer.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            return unknown(id, "is " + type + ", but Sluice reads Avro");
        }
        try {
            Schema schema = new Schema.Parser().parse(answer.path("schema").asText());
            known.put(id, schema);
            return new Parsed.Ok<>(schema);
        } catch (AvroRuntimeException unusable) {
            return unknown(id, "cannot be parsed: " + unusable.getMessage());
        }
    }

    private Parsed<Schema> unknown(int id, String why) {
        Parsed<Schema> answer = new Parsed.Rejected<>(RejectReason.UNKNOWN_SCHEMA, "schema id " + id + " " + why);
        synchronized (unknown) {
            unknown.put(id, new Unknown(answer, clock.instant().plus(UNKNOWN_FOR)));
        }
        return answer;
    }
}
