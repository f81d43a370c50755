package io.plainsight.sensor.publish;

import io.plainsight.sensor.spool.LossReason;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says each kind of loss in the log, at once and then at most once a minute, and passes everything on. Any thread. */
final class LossLog implements DeliveryListener {
    private static final Logger LOG = LoggerFactory.getLogger(LossLog.class);
    private static final long INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);

    private final DeliveryListener next;
    private final Map<LossReason, Silence> silences = new EnumMap<>(LossReason.class);
    private final AtomicLong lost = new AtomicLong();

    private static final class Silence {
        private boolean begun;
        private long untilNs;
        private long unsaid;
    }

    LossLog(DeliveryListener next) {
        this.next = next;
        for (LossReason reason : LossReason.values()) {
            silences.put(reason, new Silence());
        }
    }

    /** Observations lost so far. */
    long lost() {
        return lost.get();
    }

    @Override
    public void onLost(LossReason reason, long count) {
        lost.addAndGet(count);
        next.onLost(reason, count);
        Silence silence = silences.get(reason);
        long say;
        synchronized (silence) {
            silence.unsaid += count;
            long now = System.nanoTime();
            if (silence.begun && now - silence.untilNs < 0) {
                return;
            }
            silence.begun = true;
            silence.untilNs = now + INTERVAL_NS;
            say = silence.unsaid;
            silence.unsaid = 0;
        }
        LOG.error("observations lost: reason={} count={}; {}", reason.label(), say, remedy(reason));
    }

    private static String remedy(LossReason reason) {
        return switch (reason) {
            case QUEUE_FULL -> "the spool's disk is too slow for this traffic, give --spool a faster one";
            case SPOOL_FULL -> "bring Kafka back, or give more room with --spool-limit";
            case DISK -> "free some space, or look for the fault of the spool's disk";
            case TORN, CORRUPT ->
                "the log names the file; look for the fault of the spool's disk if this happens again";
            case REFUSED -> "raise the broker's message.max.bytes, and max.request.size with --kafka-config";
            case STOPPED -> "play the files again to have them whole";
            case ENCODING -> "this is a bug, please report it";
        };
    }

    @Override
    public void onDelivered(Instant packetTime) {
        next.onDelivered(packetTime);
    }

    @Override
    public void onSentAgain(long count) {
        next.onSentAgain(count);
    }

    @Override
    public void onDiskFailure() {
        next.onDiskFailure();
    }
}
