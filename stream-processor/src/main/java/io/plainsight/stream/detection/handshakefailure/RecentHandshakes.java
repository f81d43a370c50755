package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.events.Alert;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one service's handshakes came to in the last quarter of an hour of packet time, and what is open about it. Changed with
 * every handshake, so small; the longer past stands in {@link History}.
 *
 * <p><b>Threading:</b> the stream thread of its task. <b>Bounds:</b> {@value #MINUTES} minutes, and the limits below.
 */
final class RecentHandshakes {
    static final int MINUTES = 16;
    static final int MAX_CONNECTIONS = 64;
    static final int MAX_EVIDENCE = 10;
    static final int MAX_SCANNERS = 32;
    static final long NEVER = Long.MIN_VALUE / 2;

    private final MinuteTally[] ring = new MinuteTally[MINUTES];
    /** The latest minute since the epoch that was seen. */
    long last = NEVER;

    long lastSuccess = NEVER;
    /** First failure since the last success. */
    long failingSince = NEVER;
    /** Latest minutes in which a spike and an outage were seen; {@link #NEVER} when none is open. */
    long spike = NEVER;

    long outage = NEVER;
    long drift = NEVER;
    /** Latest minute in which it was asked whether something is over. */
    long reviewed = NEVER;

    final Deque<Long> connections = new ArrayDeque<>();
    final Deque<Alert.Evidence> evidence = new ArrayDeque<>();
    /** Clients that fail everywhere, and until which minute that is believed. */
    final Map<String, Long> scanners = new LinkedHashMap<>();

    /** Whether an observation of that minute can still be counted here. */
    boolean reaches(long minute) {
        return last == NEVER || minute > last - MINUTES && minute < last + MAX_SILENCE_MINUTES;
    }

    /** A longer gap is another life: a capture of another year, or a clock gone wrong. */
    static final long MAX_SILENCE_MINUTES = 30L * 24 * 60;

    /**
     * Makes {@code minute} one of the ring.
     *
     * @return the minutes that fell out, oldest first
     */
    List<Folded> advance(long minute) {
        if (minute <= last) {
            return List.of();
        }
        List<Folded> out = new ArrayList<>();
        long from = last == NEVER ? minute : Math.max(last - MINUTES + 1, 0);
        for (long old = from; last != NEVER && old <= Math.min(last, minute - MINUTES); old++) {
            MinuteTally tally = ring[(int) (old % MINUTES)];
            if (tally != null && !tally.isEmpty()) {
                out.add(new Folded(old, tally));
            }
            ring[(int) (old % MINUTES)] = null;
        }
        last = minute;
        return out;
    }

    /** A minute that will not change any more. */
    record Folded(long minute, MinuteTally tally) {}

    /** The minute's tally, made when there is none; within the ring. */
    MinuteTally at(long minute) {
        int place = (int) (minute % MINUTES);
        if (ring[place] == null) {
            ring[place] = new MinuteTally();
        }
        return ring[place];
    }

    /** The minute's tally; null where nothing happened or it is out of reach. */
    MinuteTally peek(long minute) {
        return minute > last || minute <= last - MINUTES || minute < 0 ? null : ring[(int) (minute % MINUTES)];
    }

    /** The tallies of the {@code minutes} that end with {@code minute}. */
    List<MinuteTally> window(long minute, int minutes) {
        List<MinuteTally> window = new ArrayList<>(minutes);
        for (long at = minute - minutes + 1; at <= minute; at++) {
            MinuteTally tally = peek(at);
            if (tally != null) {
                window.add(tally);
            }
        }
        return window;
    }

    boolean isOpen() {
        return spike != NEVER || outage != NEVER || drift != NEVER;
    }

    void succeed(long minute) {
        at(minute).completed++;
        if (minute >= lastSuccess) {
            lastSuccess = minute;
            failingSince = NEVER;
        }
    }

    /** @return false when this connection has been counted */
    boolean remember(long connection) {
        if (connections.contains(connection)) {
            return false;
        }
        if (connections.size() >= MAX_CONNECTIONS) {
            connections.removeFirst();
        }
        connections.addLast(connection);
        return true;
    }

    /** The first of each minute stays longest, so that it is known when it began; of the others the latest do. */
    void remember(Alert.Evidence failure) {
        if (evidence.size() >= MAX_EVIDENCE && !forgetOneWithinAMinute()) {
            evidence.removeFirst();
        }
        evidence.addLast(failure);
    }

    private boolean forgetOneWithinAMinute() {
        long before = NEVER;
        Iterator<Alert.Evidence> all = evidence.iterator();
        while (all.hasNext()) {
            long minute = all.next().timestamp().getEpochSecond() / 60;
            if (minute == before) {
                all.remove();
                return true;
            }
            before = minute;
        }
        return false;
    }

    boolean isScanner(String client, long minute) {
        Long until = scanners.get(client);
        return until != null && minute <= until;
    }

    /** @return whether failures of this client were taken out */
    boolean takeOut(String client, long untilMinute) {
        scanners.remove(client);
        if (scanners.size() >= MAX_SCANNERS) {
            scanners.remove(scanners.keySet().iterator().next());
        }
        scanners.put(client, untilMinute);
        boolean changed = false;
        for (MinuteTally tally : ring) {
            changed |= tally != null && tally.remove(client);
        }
        return changed;
    }
}
