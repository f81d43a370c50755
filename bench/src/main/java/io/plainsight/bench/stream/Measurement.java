package io.plainsight.bench.stream;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * What a phase took, broker included.
 *
 * @param cpuSeconds of the whole process
 */
record Measurement(String name, long observations, double seconds, double cpuSeconds) {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Begun at a moment. */
    record Start(long nanos, long cpuNanos) {
        static Start now() {
            return new Start(System.nanoTime(), SYSTEM.getProcessCpuTime());
        }

        Measurement end(String name, long observations) {
            return new Measurement(
                    name,
                    observations,
                    (System.nanoTime() - nanos) / 1e9,
                    (SYSTEM.getProcessCpuTime() - cpuNanos) / 1e9);
        }
    }

    double perSecond() {
        return observations / seconds;
    }

    /** A row: name, observations a second, ratio to {@code base}, seconds, CPU seconds, CPU microseconds each. */
    String row(Measurement base) {
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %.2f | %.1f | %.1f | %.0f |",
                name,
                perSecond(),
                perSecond() / base.perSecond(),
                seconds,
                cpuSeconds,
                1e6 * cpuSeconds / observations);
    }
}
