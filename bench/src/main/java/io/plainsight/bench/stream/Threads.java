package io.plainsight.bench.stream;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.Map;

/** CPU time of the Java threads that live; what the process took beside it, its compilers and its collector took. */
final class Threads {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double NANOS = 1e9;

    /** What a thread is for. */
    enum Kind {
        /** Stream threads: reading, judging, writing state. */
        JUDGING,
        /** The broker, the network threads of clients, this benchmark. */
        OTHER
    }

    private Threads() {}

    static Map<Kind, Double> cpuSeconds() {
        Map<Kind, Double> seconds = new EnumMap<>(Kind.class);
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            long nanos = thread == null ? -1 : THREADS.getThreadCpuTime(thread.getThreadId());
            if (nanos > 0) {
                boolean judges = thread.getThreadName().matches(".*-StreamThread-\\d+");
                seconds.merge(judges ? Kind.JUDGING : Kind.OTHER, nanos / NANOS, Double::sum);
            }
        }
        return seconds;
    }
}
