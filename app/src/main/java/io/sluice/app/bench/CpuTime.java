package io.sluice.app.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/** What this process has used of all cores, which a busy machine does not distort as it does wall time. */
final class CpuTime {
    private CpuTime() {}

    /** Of the calling thread, nanoseconds. */
    static long threadNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Since the process began; NaN where the JVM does not say. */
    static double seconds() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.OperatingSystemMXBean counting
                ? counting.getProcessCpuTime() / 1e9
                : Double.NaN;
    }
}
