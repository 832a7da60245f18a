package io.sluice.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SchemaRegistryTest {
    private static final Clock STOPPED = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

    private final Map<String, String> answers = new HashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private WireCodec codec;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            byte[] body = answers.getOrDefault(path, "{\"error_code\":40403}").getBytes(UTF_8);
            exchange.sendResponseHeaders(answers.containsKey(path) ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        codec = new WireCodec(new SchemaRegistry(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), STOPPED));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldReadConfluentsWireFormatAndAskForEachIdOnce() {
        register(7, Promise.getClassSchema());

        assertThat(codec.decode(framed(7, promise()))).isEqualTo(new Parsed.Ok<SpecificRecord>(promise()));
        assertThat(codec.decode(framed(7, promise()))).isEqualTo(new Parsed.Ok<SpecificRecord>(promise()));
        assertThat(asked).containsExactly("/schemas/ids/7");
    }

    @Test
    void shouldReadAProducerThatKnowsAFieldOfItsOwn() {
        register(
                8,
                new Schema.Parser()
                        .parse(Promise.getClassSchema()
                                .toString()
                                .replace(
                                        "\"fields\":[",
                                        "\"fields\":[{\"name\":\"extra\",\"type\":\"string\",\"default\":\"\"},")));
        byte[] plain = framed(8, promise());
        byte[] extended = ByteBuffer.allocate(plain.length + 3)
                .put(plain, 0, 5)
                .put(new byte[] {4, 'h', 'i'})
                .put(plain, 5, plain.length - 5)
                .array();

        assertThat(codec.decode(extended)).isEqualTo(new Parsed.Ok<SpecificRecord>(promise()));
    }

    @Test
    void shouldAskOnceForAnIdThatIsNotRegistered() {
        assertThat(detail(framed(9, promise()))).contains("schema id 9 is not registered");
        assertThat(detail(framed(9, promise()))).contains("schema id 9 is not registered");
        assertThat(asked).hasSize(1);
    }

    @Test
    void shouldRefuseAForeignOrSelfReferringOrIncompatibleSchema() {
        register(1, new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"other.Thing\",\"fields\":[]}"));
        register(
                2,
                new Schema.Parser()
                        .parse("{\"type\":\"record\",\"name\":\"io.sluice.schemas.Promise\",\"fields\":["
                                + "{\"name\":\"next\",\"type\":[\"null\",\"Promise\"]}]}"));
        register(
                3,
                new Schema.Parser()
                        .parse("{\"type\":\"record\",\"name\":\"io.sluice.schemas.Promise\",\"fields\":["
                                + "{\"name\":\"before\",\"type\":\"string\"}]}"));

        assertThat(detail(framed(1, promise()))).contains("other.Thing");
        assertThat(detail(framed(2, promise()))).contains("refers to itself");
        assertThat(detail(framed(3, promise()))).contains("Promise.before: TYPE_MISMATCH");
    }

    @Test
    void shouldNotCallAnEventUnknownWhenTheRegistryIsAway() {
        server.stop(0);

        assertThatThrownBy(() -> codec.decode(framed(7, promise()))).isInstanceOf(SchemaRegistryUnavailable.class);
    }

    @Test
    void shouldNotCallAnEventUnknownWhenTheRegistryAnswersNonsense() {
        answers.put("/schemas/ids/7", "<html>gateway</html>");

        assertThatThrownBy(() -> codec.decode(framed(7, promise()))).isInstanceOf(SchemaRegistryUnavailable.class);
    }

    @Test
    void shouldRefuseAnAddressThatIsNoUrl() {
        assertThatThrownBy(() -> new SchemaRegistry(URI.create("registry:8081"), STOPPED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ingestion.schema-registry-url");
    }

    @Test
    void shouldReadFixedIdsWithoutARegistry() {
        WireCodec bundled = new WireCodec(
                SchemaIds.fixed(Map.of(7, ReleasedSchemas.bundled().named("Promise-1")), SchemaIds.NONE));

        assertThat(bundled.decode(framed(7, promise()))).isEqualTo(new Parsed.Ok<SpecificRecord>(promise()));
        assertThat(new WireCodec().decode(framed(7, promise())))
                .isInstanceOfSatisfying(Parsed.Rejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(RejectReason.UNKNOWN_SCHEMA));
    }

    private void register(int id, Schema schema) {
        answers.put(
                "/schemas/ids/" + id,
                new ObjectMapper()
                        .createObjectNode()
                        .put("schema", schema.toString())
                        .toString());
    }

    private static Promise promise() {
        return Promise.newBuilder().setBefore(Instant.ofEpochMilli(17)).build();
    }

    private static byte[] framed(int id, SpecificRecord record) {
        byte[] single = new WireCodec().encode(record);
        return ByteBuffer.allocate(single.length - 5)
                .put((byte) 0)
                .putInt(id)
                .put(single, 10, single.length - 10)
                .array();
    }

    private String detail(byte[] bytes) {
        return codec.decode(bytes).match(ok -> "", (reason, detail) -> {
            assertThat(reason).isEqualTo(RejectReason.UNKNOWN_SCHEMA);
            return detail;
        });
    }
}
