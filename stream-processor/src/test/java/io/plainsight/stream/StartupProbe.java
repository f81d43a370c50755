package io.plainsight.stream;

import io.plainsight.stream.policy.Policy;

/** Measures what the first offline analysis of a process costs: run by hand, with the flags of the launcher. */
final class StartupProbe {
    private StartupProbe() {}

    public static void main(String[] args) {
        long begin = System.nanoTime();
        OfflineAnalysis analysis = new OfflineAnalysis(Policy.defaults());
        long built = System.nanoTime();
        analysis.accept(Observations.plaintext("http").build());
        long first = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            analysis.accept(Observations.tls().build());
        }
        long thousand = System.nanoTime();
        OfflineAnalysis.Result result = analysis.finish();
        long end = System.nanoTime();
        System.out.printf(
                "build %d ms, first observation %d ms, 1000 more %d ms, finish %d ms, alerts %d%n",
                (built - begin) / 1_000_000,
                (first - built) / 1_000_000,
                (thousand - first) / 1_000_000,
                (end - thousand) / 1_000_000,
                result.alerts().size());
    }
}
