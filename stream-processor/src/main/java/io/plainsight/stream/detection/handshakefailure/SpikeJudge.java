package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.stream.detection.Statistics;
import io.plainsight.stream.detection.handshakefailure.cause.FailureCause;
import io.plainsight.stream.policy.Learning.HandshakeFailures;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether the failures of the last five minutes are far over what the service showed before. Stateless.
 *
 * <p>Two tests have to agree. The count: so many failures among so many handshakes would come by chance less than once in a
 * million windows, given the usual ratio (binomial tail). The ratio: it lies three robust standard deviations above the usual
 * (median and median absolute deviation), and at least 0.2; the policy may set other limits. A service without enough history must fail every
 * second handshake to be noticed; one that always fails has a threshold above 1 and is silent here. What a service shows at the
 * same hour of earlier days is usual at that hour.
 */
final class SpikeJudge {
    static final int WINDOW_MINUTES = 5;
    /** One client counts for at most this many failures: a single broken client is not the service's spike. */
    static final int MAXIMUM_PER_CLIENT = 10;

    /** Earlier minutes or slots with handshakes that make a history. */
    static final int MINIMUM_HISTORY = 20;

    static final double MAXIMUM_CHANCE = 1e-6;

    /** What is usual is taken for at least this, and for this where nothing is known. */
    private static final double LEAST_USUAL = 0.01;

    private static final double USUAL_WITHOUT_HISTORY = 0.1;

    private SpikeJudge() {}

    /**
     * What a window holds.
     *
     * @param failures all of them
     * @param counted failures after the cap per client
     * @param certainty share of the failures that were failures, and no packets lost by the sensor, in the mean
     */
    record Window(
            int failures,
            int counted,
            int clients,
            int completed,
            Map<FailureCause, Integer> causes,
            double certainty) {
        int attempts() {
            return counted + completed;
        }

        double ratio() {
            return attempts() == 0 ? 0 : (double) counted / attempts();
        }

        boolean reachesFloors(HandshakeFailures limits) {
            return counted >= limits.failures() && clients >= limits.clients();
        }

        /** The cause of most of the failures. */
        Optional<FailureCause> mainCause() {
            return causes.entrySet().stream()
                    .max(Comparator.comparingInt(Map.Entry::getValue))
                    .map(Map.Entry::getKey);
        }
    }

    /**
     * What is usual for a service at a time.
     *
     * @param ratio median
     * @param sigma robust standard deviation
     * @param threshold the failure ratio from which on a window is a spike
     * @param known whether there is enough history
     */
    record Usual(double ratio, double sigma, double threshold, boolean known) {}

    static Window window(List<MinuteTally> minutes) {
        Map<String, Integer> byClient = new LinkedHashMap<>();
        Map<FailureCause, Integer> causes = new EnumMap<>(FailureCause.class);
        int completed = 0;
        double doubt = 0;
        for (MinuteTally tally : minutes) {
            completed += tally.completed;
            doubt += tally.doubt;
            tally.failures.forEach((client, count) -> byClient.merge(client, count, Integer::sum));
            tally.causes.forEach((cause, count) -> causes.merge(cause, count, Integer::sum));
        }
        int failures = 0;
        int counted = 0;
        for (Map.Entry<String, Integer> entry : byClient.entrySet()) {
            failures += entry.getValue();
            boolean several = entry.getKey().equals(MinuteTally.OTHERS);
            counted += several ? entry.getValue() : Math.min(entry.getValue(), MAXIMUM_PER_CLIENT);
        }
        double certainty = failures == 0 ? 1 : 1 - Math.min(1, doubt / failures);
        return new Window(failures, counted, byClient.size(), completed, causes, certainty);
    }

    /** What {@code history} makes usual in {@code minute}. */
    static Usual usual(History history, long minute, HandshakeFailures limits) {
        double[] earlier = history.usual(MINIMUM_HISTORY);
        if (earlier.length < MINIMUM_HISTORY) {
            return new Usual(USUAL_WITHOUT_HISTORY, 0, limits.withoutHistory(), false);
        }
        double median = Statistics.median(earlier);
        double sigma = Statistics.robustSigma(earlier, median);
        double[] sameHour = history.sameHour(minute);
        double expected = sameHour.length == 0 ? median : Math.max(median, Statistics.median(sameHour));
        return new Usual(expected, sigma, expected + Math.max(limits.rise(), limits.deviations() * sigma), true);
    }

    static boolean isSpike(Window window, Usual usual, HandshakeFailures limits) {
        return window.reachesFloors(limits)
                && window.ratio() >= usual.threshold()
                && Statistics.binomialTail(window.counted(), window.attempts(), Math.max(usual.ratio(), LEAST_USUAL))
                        < MAXIMUM_CHANCE;
    }

    /** Whether a window is far enough from a spike to let an open one go, and holds enough successes to say so. */
    static boolean isCalm(Window window, Usual usual) {
        return window.completed() >= MINIMUM_CLEAN && window.ratio() < usual.threshold();
    }

    /** Successes without which a quiet service is only quiet. */
    static final int MINIMUM_CLEAN = 5;
}
