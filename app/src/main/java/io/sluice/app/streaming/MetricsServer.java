package io.sluice.app.streaming;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.app.BrokenWorld;
import io.sluice.ingestion.Ingestion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Tells whether a running ingestion lives, and what it has counted, on the loopback address. */
final class MetricsServer implements AutoCloseable {
    private final HttpServer server;

    private MetricsServer(HttpServer server) {
        this.server = server;
    }

    static MetricsServer start(int port, Ingestion ingestion) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            server.createContext("/health", exchange -> {
                boolean up = ingestion.failure().isEmpty();
                answer(exchange, up ? 200 : 503, ingestion.state() + "\n");
            });
            server.createContext("/metrics", exchange -> answer(exchange, 200, ingestion.metrics()));
            server.start();
            return new MetricsServer(server);
        } catch (IOException taken) {
            throw new BrokenWorld("cannot serve metrics on port " + port + " (" + taken.getMessage() + ")", taken);
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
