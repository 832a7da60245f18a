package io.sluice.simulator;

/**
 * Numbers that follow from a seed and coordinates alone, so that any day, item or shopper can be simulated without the
 * others. SplitMix64's finalizer: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
 */
final class Noise {
    private Noise() {}

    static long hash(long seed, long... coordinates) {
        long state = seed;
        for (long coordinate : coordinates) {
            state = mix(state ^ mix(coordinate + 0x9E3779B97F4A7C15L));
        }
        return state;
    }

    /** In [0, 1). */
    static double uniform(long seed, long... coordinates) {
        return (hash(seed, coordinates) >>> 11) * 0x1.0p-53;
    }

    static int below(int bound, long seed, long... coordinates) {
        return (int) (uniform(seed, coordinates) * bound);
    }

    private static long mix(long value) {
        long mixed = value;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
