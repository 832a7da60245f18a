package io.sluice.app.streaming;

import io.sluice.app.BrokenWorld;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Keeps a role running until the process is asked to end, or the role stops by itself. */
final class UntilStopped {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    UntilStopped() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    }

    private void stop() {
        asked.countDown();
        try {
            closed.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits.
     *
     * @param failure asked once a second
     * @throws BrokenWorld with the cause if the role has stopped by itself
     */
    void await(Supplier<Optional<Throwable>> failure) {
        try {
            while (!asked.await(1, TimeUnit.SECONDS)) {
                Optional<Throwable> cause = failure.get();
                if (cause.isPresent()) {
                    throw new BrokenWorld("stopped by itself: " + cause.get(), cause.get());
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything is closed; the process may end. */
    void done() {
        closed.countDown();
    }
}
