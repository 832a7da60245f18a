package io.sluice.ingestion.collector;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** What the collector counts, for Prometheus. Thread-safe. */
final class CollectorMetrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    CollectorMetrics(Outlet outlet) {
        Gauge.builder("sluice.collector.waiting", outlet, Outlet::waiting)
                .description("events that wait for Kafka's acknowledgement")
                .baseUnit("events")
                .register(registry);
    }

    /** @param status as in the answer: accepted, invalid, overloaded, unacknowledged */
    void count(String status) {
        registry.counter("sluice.collector.events", "status", status).increment();
    }

    /** A request that was turned away as a whole. */
    void refuse(int status) {
        registry.counter("sluice.collector.refused.requests", "status", Integer.toString(status))
                .increment();
    }

    String scrape() {
        return registry.scrape();
    }
}
