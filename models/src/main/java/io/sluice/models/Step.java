package io.sluice.models;

import io.sluice.schemas.Action;
import java.time.Instant;

/** One thing a shopper did with one item, as a model's context. */
public record Step(String item, Action action, Instant time) {}
