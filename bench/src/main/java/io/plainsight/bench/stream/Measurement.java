package io.plainsight.bench.stream;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a phase took, broker included.
 *
 * @param cpuSeconds of the whole process
 * @param cpuByKind of its threads, by what they are for
 */
record Measurement(
        String name, long observations, double seconds, double cpuSeconds, Map<Threads.Kind, Double> cpuByKind) {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Begun at a moment. */
    record Start(long nanos, long cpuNanos, Map<Threads.Kind, Double> cpuByKind) {
        static Start now() {
            return new Start(System.nanoTime(), SYSTEM.getProcessCpuTime(), Threads.cpuSeconds());
        }

        Measurement end(String name, long observations) {
            double seconds = (System.nanoTime() - nanos) / 1e9;
            double cpuSeconds = (SYSTEM.getProcessCpuTime() - cpuNanos) / 1e9;
            Map<Threads.Kind, Double> taken = new EnumMap<>(Threads.Kind.class);
            Threads.cpuSeconds().forEach((kind, all) -> taken.put(kind, all - cpuByKind.getOrDefault(kind, 0.0)));
            return new Measurement(name, observations, seconds, cpuSeconds, taken);
        }
    }

    double perSecond() {
        return observations / seconds;
    }

    /**
     * A row: name, observations a second, ratio to {@code base}, seconds, CPU seconds, CPU microseconds each; and those of the
     * threads that judge, of all other Java threads (broker, clients), and of the JVM (compilers, collector).
     */
    String row(Measurement base) {
        double judging = cpuByKind.getOrDefault(Threads.Kind.JUDGING, 0.0);
        double others = cpuByKind.getOrDefault(Threads.Kind.OTHER, 0.0);
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %.2f | %.1f | %.1f | %.0f | %.0f | %.0f | %.0f |",
                name,
                perSecond(),
                perSecond() / base.perSecond(),
                seconds,
                cpuSeconds,
                each(cpuSeconds),
                each(judging),
                each(others),
                each(cpuSeconds - judging - others));
    }

    private double each(double cpu) {
        return 1e6 * cpu / observations;
    }
}
