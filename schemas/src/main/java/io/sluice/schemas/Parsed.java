package io.sluice.schemas;

import java.util.function.BiFunction;
import java.util.function.Function;

/** What reading or checking a record gave: the value, or why it is refused. A bad record is data, not an exception. */
public sealed interface Parsed<T> permits Parsed.Ok, Parsed.Rejected {
    <R> R match(Function<T, R> ok, BiFunction<RejectReason, String, R> rejected);

    /** The value, read and accepted. */
    record Ok<T>(T value) implements Parsed<T> {
        @Override
        public <R> R match(Function<T, R> ok, BiFunction<RejectReason, String, R> rejected) {
            return ok.apply(value);
        }
    }

    /** The refusal: its reason, and a detail that names the value, the rule and the remedy. */
    record Rejected<T>(RejectReason reason, String detail) implements Parsed<T> {
        @Override
        public <R> R match(Function<T, R> ok, BiFunction<RejectReason, String, R> rejected) {
            return rejected.apply(reason, detail);
        }
    }
}
