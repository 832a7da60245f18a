package io.sluice.evaluator;

/** Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014. Our own, so that bits repeat on any JDK. */
final class SplitMix64 {
    private long state;

    SplitMix64(long seed) {
        state = seed;
    }

    long next() {
        state += 0x9e3779b97f4a7c15L;
        long mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** Uniform in [0, 1), 53 bits. */
    double uniform() {
        return (next() >>> 11) * 0x1.0p-53;
    }
}
