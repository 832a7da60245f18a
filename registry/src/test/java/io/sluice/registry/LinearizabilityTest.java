package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sixteen threads promote, force, roll back and read one alias through two registries, as two processes would. Every
 * move has a place in one order, its sequence number, and every reading must fit between what had ended before it began
 * and what had begun before it ended.
 */
class LinearizabilityTest {
    private static final int THREADS = 16;
    private static final int OPERATIONS = Boolean.getBoolean("sluice.campaign") ? 1_000_000 : 100_000;
    private static final int WRITES_PER_MILLE = 10;
    private static final Cause CAUSE = Cause.of("test", "race");

    @TempDir
    private Path directory;

    /** @param token the sequence number of the move, or the one that was read */
    private record Seen(boolean moved, long token, long began, long ended) {}

    @Test
    void shouldGiveEveryMoveAndEveryReadingAPlaceInOneOrder() throws Exception {
        try (Registry one = open();
                Registry two = open()) {
            for (int n = 1; n <= 3; n++) {
                one.register(
                        Lifetime.MODEL,
                        Lifetime.source(directory.resolve("sources"), n),
                        VersionKind.CANDIDATE,
                        Map.of(),
                        "");
            }
            List<Seen> seen = race(List.of(one, two));

            requireLinear(seen);
            List<PromotionEntry> log = one.log(Lifetime.MODEL);
            assertThat(log).hasSize((int) seen.stream().filter(Seen::moved).count());
            assertThat(two.alias(Lifetime.MODEL, Registry.CHAMPION))
                    .isEqualTo(log.get(log.size() - 1).to());
            System.out.println(seen.size() + " operations seen, " + log.size() + " moves");
        }
    }

    private Registry open() {
        return Registry.open(
                directory.resolve("registry"), Lifetime.CLOCK, Disk.REAL, Duration.ofMinutes(2), statement -> {});
    }

    private List<Seen> race(List<Registry> registries) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        List<Future<List<Seen>>> futures = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            Registry registry = registries.get(thread % registries.size());
            Random random = new Random(thread);
            futures.add(pool.submit(() -> operate(registry, random)));
        }
        List<Seen> seen = new ArrayList<>();
        for (Future<List<Seen>> future : futures) {
            seen.addAll(future.get());
        }
        pool.shutdown();
        return seen;
    }

    private static List<Seen> operate(Registry registry, Random random) {
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < OPERATIONS / THREADS; i++) {
            boolean write = random.nextInt(1000) < WRITES_PER_MILLE;
            long began = System.nanoTime();
            if (write) {
                Optional<PromotionEntry> moved = move(registry, random).moved();
                long ended = System.nanoTime();
                moved.ifPresent(entry -> seen.add(new Seen(true, entry.sequence(), began, ended)));
            } else {
                long token = registry.fencingToken(Lifetime.MODEL, Registry.CHAMPION);
                seen.add(new Seen(false, token, began, System.nanoTime()));
            }
        }
        return seen;
    }

    private static MoveResult move(Registry registry, Random random) {
        String to = Integer.toString(1 + random.nextInt(3));
        return switch (random.nextInt(3)) {
            case 0 -> registry.forcePromote(Lifetime.MODEL, Registry.CHAMPION, to, CAUSE);
            case 1 -> registry.rollback(Lifetime.MODEL, Registry.CHAMPION, CAUSE);
            default -> promote(registry, to);
        };
    }

    private static MoveResult promote(Registry registry, String to) {
        long token = registry.fencingToken(Lifetime.MODEL, Registry.CHAMPION);
        Optional<String> champion = registry.alias(Lifetime.MODEL, Registry.CHAMPION);
        String verdict = to + " against " + champion.orElse("nothing");
        registry.recordVerdict(new Verdict(
                verdict, Lifetime.MODEL, to, champion, Decision.PROMOTE, "JUDGED", Lifetime.CLOCK.instant(), "{}"));
        return registry.promote(
                Lifetime.MODEL, Registry.CHAMPION, champion, OptionalLong.of(token), to, verdict, CAUSE);
    }

    private static void requireLinear(List<Seen> seen) {
        List<Seen> byEnd =
                seen.stream().sorted(Comparator.comparingLong(Seen::ended)).toList();
        List<Seen> byBegin =
                seen.stream().sorted(Comparator.comparingLong(Seen::began)).toList();
        // What had ended before an operation began bounds it from below: moves and readings alike.
        int next = 0;
        long least = 0;
        for (Seen each : byBegin) {
            while (next < byEnd.size() && byEnd.get(next).ended() < each.began()) {
                least = Math.max(least, byEnd.get(next++).token());
            }
            assertThat(each.token()).isGreaterThanOrEqualTo(each.moved() ? least + 1 : least);
        }
        // A reading sees no move that had not begun when it ended.
        long[] beganAt = new long[(int) seen.stream().filter(Seen::moved).count() + 1];
        seen.stream().filter(Seen::moved).forEach(move -> beganAt[(int) move.token()] = move.began());
        for (Seen each : seen) {
            if (!each.moved() && each.token() > 0) {
                assertThat(beganAt[(int) each.token()]).isLessThan(each.ended());
            }
        }
    }
}
