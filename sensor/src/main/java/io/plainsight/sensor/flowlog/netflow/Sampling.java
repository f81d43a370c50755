package io.plainsight.sensor.flowlog.netflow;

import java.util.HashMap;
import java.util.Map;

/**
 * One of how many packets an exporter looks at, by sampler (RFC 3954 section 8 and RFC 5477 section 8), as options told.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> {@value #MAX_SAMPLERS} samplers; later ones are not remembered.
 */
final class Sampling {
    static final int MAX_SAMPLERS = 256;
    /** Not told. */
    static final double UNKNOWN = 0;

    private static final double MAX_INTERVAL = 1e9;

    private final Map<Long, Double> bySampler = new HashMap<>();
    private final Map<Long, Double> byInterface = new HashMap<>();
    private double whole = UNKNOWN;

    /** Takes what an options record says, when it speaks of sampling. */
    void onOptions(Values options) {
        double interval = interval(options);
        if (interval == UNKNOWN) {
            return;
        }
        long sampler = options.first(302, 48);
        long ifIndex = scopeInterface(options);
        if (sampler >= 0) {
            put(bySampler, sampler, interval);
        } else if (ifIndex > 0) {
            put(byInterface, ifIndex, interval);
        } else {
            whole = interval;
        }
    }

    /** @param interval of the exporter as a whole, as the header of version 5 has it; 0 for none */
    void onHeader(int interval) {
        whole = interval == 0 ? UNKNOWN : interval;
    }

    private static long scopeInterface(Values options) {
        long scope = options.unsigned(Elements.key(Elements.SCOPE, 2));
        return scope >= 0 ? scope : options.first(10, 144);
    }

    private static void put(Map<Long, Double> map, long key, double interval) {
        if (map.size() < MAX_SAMPLERS || map.containsKey(key)) {
            map.put(key, interval);
        }
    }

    /**
     * The interval that a record's counters are to be multiplied by: its own, its sampler's, its interface's, the exporter's.
     *
     * @return 1 without sampling; {@link #UNKNOWN} when the record names a sampler of which nothing is known
     */
    double of(Values record) {
        double own = interval(record);
        if (own != UNKNOWN) {
            return own;
        }
        long sampler = record.first(302, 48);
        Double known = sampler < 0 ? null : bySampler.get(sampler);
        if (known == null) {
            known = byInterface.get(record.first(10, 14));
        }
        if (known == null && whole != UNKNOWN) {
            known = whole;
        }
        return known != null ? known : sampler > 0 ? UNKNOWN : 1;
    }

    /** Of a record of either kind; {@link #UNKNOWN} when it says nothing. */
    private static double interval(Values values) {
        double interval = UNKNOWN;
        long packets = values.first(305);
        long population = values.first(310);
        double probability = values.real(311);
        if (population > 0) {
            interval = (double) population / Math.max(1, values.first(309));
        } else if (probability > 0) {
            interval = 1 / probability;
        } else if (packets > 0) {
            interval = (packets + Math.max(0.0, (double) values.first(306))) / packets;
        } else if (values.first(50, 34) > 0) {
            interval = values.first(50) > 0 ? values.first(50) : values.first(34);
        }
        return interval >= 1 && interval <= MAX_INTERVAL ? interval : UNKNOWN;
    }
}
