package io.plainsight.stream.site;

import java.io.PrintStream;

/** What the long runs print. */
final class Report {
    private static final PrintStream OUT = System.out;

    private Report() {}

    static void line(String text) {
        OUT.println(text);
    }

    static void print(String run, String what, long observations, long nanos) {
        Runtime runtime = Runtime.getRuntime();
        runtime.gc();
        line(String.format(
                "%s: %s, %,d observations in %.1f s (%,.0f/s), %,d MB live at the end",
                run,
                what,
                observations,
                nanos / 1e9,
                observations / (nanos / 1e9),
                (runtime.totalMemory() - runtime.freeMemory()) >> 20));
    }
}
