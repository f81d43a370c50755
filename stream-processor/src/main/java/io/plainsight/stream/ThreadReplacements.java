package io.plainsight.stream;

/** Decides whether a dead stream thread is replaced: a few in a row are a broker's restart, more are a bug. Thread-safe. */
final class ThreadReplacements {
    /** Threads replaced within {@link #WINDOW_NS} before giving up. */
    static final int MAX_REPLACEMENTS = 5;

    static final long WINDOW_NS = 600_000_000_000L;

    private int deaths;
    private long firstDeathNs;

    /** @param nowNs a clock that only differences are taken of */
    synchronized boolean mayReplace(long nowNs) {
        if (deaths == 0 || nowNs - firstDeathNs > WINDOW_NS) {
            deaths = 0;
            firstDeathNs = nowNs;
        }
        deaths++;
        return deaths <= MAX_REPLACEMENTS;
    }
}
