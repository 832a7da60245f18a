package io.sluice.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells addresses about every move of an alias: at least once, in order, with the log's gapless sequence number. Each
 * address has its own place in the log; one that fails is asked again and holds up nobody else.
 *
 * <p>The body is a JSON object as {@code GET /api/sluice/v1/promotions} lists them. {@code Sluice-Signature} is {@code
 * t=SECONDS,v1=HEX}, the HMAC-SHA256 of {@code SECONDS.BODY} under the shared secret; a receiver recomputes it, and turns
 * down what is older than it likes. {@code Sluice-Sequence} lets it drop what it has seen.
 */
public final class Webhooks implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Webhooks.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int BATCH = 100;

    private final Registry registry;
    private final List<String> addresses;
    private final String secret;
    private final Clock clock;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "webhooks");
        daemon.setDaemon(true);
        return daemon;
    });

    public Webhooks(Registry registry, List<String> addresses, String secret, Clock clock) {
        this.registry = registry;
        this.addresses = List.copyOf(addresses);
        this.secret = secret;
        this.clock = clock;
    }

    /** Looks for new entries again and again, on a thread of its own. */
    public Webhooks every(Duration interval) {
        thread.scheduleWithFixedDelay(this::tryAll, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** Sends what has not been confirmed yet, and returns how many entries were. */
    public int deliver() {
        return addresses.stream().mapToInt(this::deliver).sum();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void tryAll() {
        try {
            deliver();
        } catch (RegistryFailure e) {
            log.warn("event=webhooks_wait because=\"{}\"", e.getMessage());
        }
    }

    private int deliver(String address) {
        String subscriber = "webhook " + address;
        int delivered = 0;
        for (PromotionEntry entry : registry.undelivered(subscriber, BATCH)) {
            if (!sent(address, entry)) {
                return delivered;
            }
            registry.markDelivered(subscriber, entry.sequence());
            delivered++;
        }
        return delivered;
    }

    private boolean sent(String address, PromotionEntry entry) {
        byte[] body = PromotionJson.of(entry).toString().getBytes(StandardCharsets.UTF_8);
        long seconds = clock.instant().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Sluice-Sequence", Long.toString(entry.sequence()))
                .header("Sluice-Signature", "t=" + seconds + ",v1=" + signature(secret, seconds, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status / 100 != 2) {
                log.warn("event=webhook_refused address={} sequence={} status={}", address, entry.sequence(), status);
            }
            return status / 100 == 2;
        } catch (IOException e) {
            log.warn(
                    "event=webhook_away address={} sequence={} because=\"{}\"",
                    address,
                    entry.sequence(),
                    e.toString());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The HMAC-SHA256 of {@code SECONDS.BODY}, in hexadecimal. */
    static String signature(String secret, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", impossible);
        }
    }
}
