package io.plainsight.stream.detection.handshakefailure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether the failures of the last five minutes are far over what the service showed before. Stateless.
 *
 * <p>The baseline is robust: the median of the earlier minutes' failure ratios, and their median absolute deviation scaled
 * to a standard deviation. A service without enough history must fail every second handshake to be noticed; one that
 * always fails has a threshold above 1 and is silent here.
 */
final class SpikeJudge {
    static final int MINIMUM_FAILURES = 20;
    static final int MINIMUM_CLIENTS = 3;
    /** One client counts for at most this many failures: a single broken client is not the service's spike. */
    static final int MAXIMUM_PER_CLIENT = 10;

    static final double RATIO_WITHOUT_HISTORY = 0.5;
    /** Earlier minutes with handshakes that make a history. */
    static final int MINIMUM_HISTORY = 20;

    private static final double SIGMAS = 3;
    /** Scales the median absolute deviation of a normal distribution to its standard deviation. */
    private static final double MAD_TO_SIGMA = 1.4826;
    /** A rise by less is no spike, however steady the service was. */
    private static final double MINIMUM_RISE = 0.2;

    private SpikeJudge() {}

    /**
     * What the last five minutes hold.
     *
     * @param failures all of them
     * @param counted failures after the cap per client
     * @param certainty share of the failures that were failures, and no packets lost by the sensor, in the mean
     */
    record Spike(
            int failures,
            int counted,
            int clients,
            int attempts,
            double ratio,
            Map<String, Integer> causes,
            double certainty) {}

    /** The failures of the window when volume and spread are reached; the ratio is judged against the baseline by the caller. */
    static Optional<Spike> candidate(List<OutcomeBucket> window) {
        Map<String, Integer> byClient = new LinkedHashMap<>();
        Map<String, Integer> causes = new LinkedHashMap<>();
        int completed = 0;
        double doubt = 0;
        for (OutcomeBucket bucket : window) {
            completed += bucket.completed();
            doubt += bucket.doubt();
            bucket.failures().forEach((client, count) -> byClient.merge(client, count, Integer::sum));
            bucket.causes().forEach((cause, count) -> causes.merge(cause, count, Integer::sum));
        }
        int failures = 0;
        int counted = 0;
        for (Map.Entry<String, Integer> entry : byClient.entrySet()) {
            failures += entry.getValue();
            boolean several = entry.getKey().equals(OutcomeBucket.OTHERS);
            counted += several ? entry.getValue() : Math.min(entry.getValue(), MAXIMUM_PER_CLIENT);
        }
        if (counted < MINIMUM_FAILURES || byClient.size() < MINIMUM_CLIENTS) {
            return Optional.empty();
        }
        int attempts = counted + completed;
        return Optional.of(new Spike(
                failures,
                counted,
                byClient.size(),
                attempts,
                (double) counted / attempts,
                causes,
                1 - Math.min(1, doubt / failures)));
    }

    /** The failure ratio from which on the window is a spike, given the minutes before it. */
    static double threshold(List<OutcomeBucket> earlier) {
        double[] ratios = earlier.stream()
                .filter(bucket -> bucket.completed() + bucket.failed() > 0)
                .mapToDouble(bucket -> (double) bucket.failed() / (bucket.completed() + bucket.failed()))
                .toArray();
        if (ratios.length < MINIMUM_HISTORY) {
            return RATIO_WITHOUT_HISTORY;
        }
        double median = median(ratios);
        double mad = median(Arrays.stream(ratios).map(r -> Math.abs(r - median)).toArray());
        return median + Math.max(MINIMUM_RISE, SIGMAS * MAD_TO_SIGMA * mad);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
