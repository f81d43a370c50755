package io.plainsight.stream.detection.handshakefailure;

import java.util.Arrays;

/**
 * What one service usually does: failure ratios of its minutes, of its five-minute slots in the last day, and of the worst slot
 * of each hour in the last week. Written once a minute at most.
 *
 * <p>Ratios are kept as ten-thousandths, {@link #UNKNOWN} where there were no handshakes. While something is open about the
 * service, nothing is learned: what is wrong must not become what is usual.
 *
 * <p><b>Threading:</b> the stream thread of its task. <b>Memory:</b> about 1.2 KB.
 */
final class History {
    static final int MINUTES = 128;
    static final int SLOT_MINUTES = 5;
    static final int SLOTS = 24 * 60 / SLOT_MINUTES;
    static final int HOURS = 7 * 24;
    static final short UNKNOWN = -1;
    private static final double SCALE = 10_000;
    private static final int MINUTES_OF_HOUR = 60;

    final short[] minutes = filled(MINUTES);
    final short[] slots = filled(SLOTS);
    final short[] hours = filled(HOURS);
    /** The latest minute learned; {@link RecentHandshakes#NEVER} before the first. */
    long last = RecentHandshakes.NEVER;
    /** The slot in the making. */
    int slotCompleted;

    int slotFailed;
    /** Successes that were learned, up to {@link Integer#MAX_VALUE}. */
    int completed;

    final Drift drift = new Drift();

    private static short[] filled(int length) {
        short[] values = new short[length];
        Arrays.fill(values, UNKNOWN);
        return values;
    }

    /**
     * Takes a minute that is over. Minutes come in their order.
     *
     * @param usual whether it is to be remembered as usual
     * @return the ratio of the slot before when this minute begins a new one, else NaN
     */
    double learn(long minute, int succeeded, int failed, boolean usual) {
        double finished = Double.NaN;
        if (last != RecentHandshakes.NEVER) {
            clear(minutes, last, minute);
            long slot = last / SLOT_MINUTES;
            if (minute / SLOT_MINUTES != slot) {
                finished = finishSlot(usual);
                clear(slots, slot, minute / SLOT_MINUTES);
                clear(hours, last / MINUTES_OF_HOUR, minute / MINUTES_OF_HOUR);
            }
        }
        minutes[place(minute, MINUTES)] = usual ? ratio(succeeded, failed) : UNKNOWN;
        slotCompleted += succeeded;
        slotFailed += failed;
        completed = (int) Math.min(Integer.MAX_VALUE, (long) completed + succeeded);
        last = minute;
        return finished;
    }

    private double finishSlot(boolean usual) {
        short value = ratio(slotCompleted, slotFailed);
        int hour = place(last / MINUTES_OF_HOUR, HOURS);
        slots[place(last / SLOT_MINUTES, SLOTS)] = usual ? value : UNKNOWN;
        hours[hour] = (short) Math.max(hours[hour], value); // what comes back every day is usual, alert or not
        slotCompleted = 0;
        slotFailed = 0;
        return value / SCALE;
    }

    /** What lies between two times was silent, and the place of the new one held what was a round ago. */
    private static void clear(short[] ring, long from, long to) {
        if (to - from >= ring.length) {
            Arrays.fill(ring, UNKNOWN);
            return;
        }
        for (long at = from + 1; at <= to; at++) {
            ring[place(at, ring.length)] = UNKNOWN;
        }
    }

    /** The ratios that tell what is usual now: those of slots where there are {@code enough}, else those of minutes. */
    double[] usual(int enough) {
        double[] known = known(slots);
        return known.length >= enough ? known : known(minutes);
    }

    /**
     * The worst slots of this hour and its neighbours on each of the last days, so that what happens every night is expected at
     * night. Empty until two full days are known.
     *
     * @param minute now
     */
    double[] sameHour(long minute) {
        long hour = minute / MINUTES_OF_HOUR;
        double[] found = new double[HOURS / 24];
        int count = 0;
        for (int day = 1; day < HOURS / 24; day++) {
            short worst = UNKNOWN;
            for (int around = -1; around <= 1; around++) {
                long at = hour - 24L * day + around;
                boolean kept = at >= 0 && at > last / MINUTES_OF_HOUR - HOURS;
                worst = (short) Math.max(worst, kept ? hours[place(at, HOURS)] : UNKNOWN);
            }
            if (worst != UNKNOWN) {
                found[count++] = worst / SCALE;
            }
        }
        return count >= 2 ? Arrays.copyOf(found, count) : new double[0];
    }

    private static double[] known(short[] ring) {
        double[] values = new double[ring.length];
        int count = 0;
        for (short value : ring) {
            if (value != UNKNOWN) {
                values[count++] = value / SCALE;
            }
        }
        return Arrays.copyOf(values, count);
    }

    private static short ratio(int succeeded, int failed) {
        int all = succeeded + failed;
        return all == 0 ? UNKNOWN : (short) Math.round(SCALE * failed / all);
    }

    private static int place(long at, int length) {
        return (int) (at % length);
    }
}
