package io.sluice.models.algebra;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which inner loops this process runs on: chosen once, logged with the reason. */
public final class Kernels {
    private static final Logger log = LoggerFactory.getLogger(Kernels.class);
    private static final String MODULE = "jdk.incubator.vector";
    private static final String VECTOR = Kernels.class.getPackageName() + ".VectorKernel";
    private static final Kernel BEST = choose();

    private Kernels() {}

    static Kernel best() {
        return BEST;
    }

    /** The plain loops, and the vector loops where they run: for tests and benchmarks that compare them. */
    static List<Kernel> all() {
        return BEST instanceof PlainKernel ? List.of(BEST) : List.of(new PlainKernel(), BEST);
    }

    /** What runs, such as {@code vector-512} or {@code plain}. */
    public static String name() {
        return BEST.name();
    }

    /**
     * What one thread of this machine can do at most in single precision, with nothing but multiply-adds on registers:
     * the best of several tries, in operations per second.
     */
    public static double peak() {
        float[] sink = {1, 0};
        double best = 0;
        for (int attempt = 0; attempt < 30; attempt++) {
            long begin = System.nanoTime();
            long operations = BEST.spin(5_000_000, sink);
            best = Math.max(best, operations * 1e9 / (System.nanoTime() - begin));
        }
        if (Float.isNaN(sink[1])) {
            throw new IllegalStateException("the sums of finite numbers are finite, got " + sink[1]);
        }
        return best;
    }

    private static Kernel choose() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            log.info("kernel=plain because=\"the JVM was started without --add-modules {}\"", MODULE);
            return new PlainKernel();
        }
        try {
            Kernel vector =
                    (Kernel) Class.forName(VECTOR).getDeclaredConstructor().newInstance();
            log.info("kernel={}", vector.name());
            return vector;
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException
                | LinkageError unusable) {
            log.warn("kernel=plain because=\"{} does not load here\"", VECTOR, unusable);
            return new PlainKernel();
        }
    }
}
