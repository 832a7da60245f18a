package io.sluice.dataset;

/**
 * Chance that depends on nothing but a seed and an event: whoever draws by it draws the same, in whatever order and wherever
 * it runs. FNV-1a over the id, finished with SplitMix64's mixer (Steele, Lea and Flood, "Fast splittable pseudorandom
 * number generators", 2014).
 */
public final class EventHash {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private EventHash() {}

    /** 64 evenly spread bits for the {@code place}-th draw about an event. */
    public static long of(long seed, String eventId, int place) {
        long hash = FNV_OFFSET ^ seed;
        for (int at = 0; at < eventId.length(); at++) {
            hash = (hash ^ eventId.charAt(at)) * FNV_PRIME;
        }
        return mixed(mixed(hash + place) ^ seed);
    }

    /** The same, as a number in [0, 1). */
    public static double unit(long seed, String eventId, int place) {
        return (of(seed, eventId, place) >>> 11) * 0x1.0p-53;
    }

    private static long mixed(long bits) {
        long one = (bits + 0x9e3779b97f4a7c15L);
        long two = (one ^ (one >>> 30)) * 0xbf58476d1ce4e5b9L;
        long three = (two ^ (two >>> 27)) * 0x94d049bb133111ebL;
        return three ^ (three >>> 31);
    }
}
