package io.sluice.app.bench.gate;

/** Random numbers that are a function of their keys, so that a model's luck on a session is the same wherever it is asked. */
final class Noise {
    private Noise() {}

    /** Uniform in [0, 1). Finaliser of SplitMix64 (Steele, Lea and Flood, 2014) folded over the keys. */
    static double uniform(long seed, long first, long second) {
        return (mix(mix(mix(seed) + first) + second) >>> 11) * 0x1.0p-53;
    }

    static long mix(long value) {
        long mixed = value + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
