package io.sluice.models;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Scratch memory that is costly to clear: as many as there were threads at work at once. Safe for several threads. */
final class Pool<T> {
    private final ConcurrentLinkedDeque<T> idle = new ConcurrentLinkedDeque<>();
    private final Supplier<T> fresh;

    Pool(Supplier<T> fresh) {
        this.fresh = fresh;
    }

    /** Lends one to {@code work}, which leaves it as it found it; one that fails is not lent again. */
    void lend(Consumer<T> work) {
        T scratch = idle.poll();
        if (scratch == null) {
            scratch = fresh.get();
        }
        work.accept(scratch);
        idle.push(scratch);
    }
}
