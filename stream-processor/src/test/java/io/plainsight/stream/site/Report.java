package io.plainsight.stream.site;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;

/** What the long runs print. */
final class Report {
    private static final PrintStream OUT = System.out;

    private Report() {}

    static void line(String text) {
        OUT.println(text);
    }

    /** Processor time is this thread's since it began, so that a busy machine does not blur it. */
    static void print(String run, String what, long observations, long nanos) {
        double processor = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
        Runtime runtime = Runtime.getRuntime();
        runtime.gc();
        line(String.format(
                "%s: %s, %,d observations in %.1f s, %.1f s of processor time (%,.0f/s), %,d MB live at the end",
                run,
                what,
                observations,
                nanos / 1e9,
                processor,
                observations / processor,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20));
    }
}
