package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.handshakefailure.cause.FailureCause;
import io.plainsight.stream.state.Packer;
import io.plainsight.stream.state.Unpacker;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * {@link RecentHandshakes} as bytes. Each completed handshake rewrites its service's, so this is no JSON: a service that is well
 * takes some dozens of bytes.
 */
final class RecentSerde {
    private static final int VERSION = 2;
    private static final FailureCause[] CAUSES = FailureCause.values();

    private RecentSerde() {}

    static Serde<RecentHandshakes> serde() {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : write(value),
                (topic, bytes) -> bytes == null ? null : read(new Unpacker(bytes)));
    }

    private static byte[] write(RecentHandshakes recent) {
        Packer out = new Packer().number(VERSION);
        for (long minute : new long[] {
            recent.last,
            recent.lastSuccess,
            recent.failingSince,
            recent.spike,
            recent.outage,
            recent.drift,
            recent.reviewed
        }) {
            out.number(minute == RecentHandshakes.NEVER ? 0 : minute + 1);
        }
        for (int i = RecentHandshakes.MINUTES - 1; i >= 0; i--) {
            write(recent.last == RecentHandshakes.NEVER ? null : recent.peek(recent.last - i), out);
        }
        out.number(recent.connections.size());
        recent.connections.forEach(out::wide);
        out.number(recent.evidence.size());
        recent.evidence.forEach(evidence -> write(evidence, out));
        out.number(recent.scanners.size());
        recent.scanners.forEach((client, until) -> out.text(client).number(Math.max(0, until)));
        return out.bytes();
    }

    private static void write(MinuteTally tally, Packer out) {
        if (tally == null) {
            out.number(0);
            return;
        }
        out.number(tally.completed + 1L);
        write(tally.failures, out);
        write(tally.told, out);
        out.number(tally.causes.size());
        if (!tally.causes.isEmpty()) {
            tally.causes.forEach((cause, count) -> out.text(cause.id()).number(count));
            out.fraction(tally.doubt);
        }
    }

    private static void write(Map<String, Integer> clients, Packer out) {
        out.number(clients.size());
        clients.forEach((client, count) -> out.text(client).number(count));
    }

    private static void write(Alert.Evidence evidence, Packer out) {
        out.text(evidence.observation())
                .wide(evidence.timestamp().getEpochSecond())
                .number(evidence.timestamp().get(ChronoField.NANO_OF_SECOND))
                .text(evidence.source())
                .text(evidence.destination())
                .text(evidence.file())
                .text(evidence.note());
    }

    private static RecentHandshakes read(Unpacker in) {
        if (in.number() != VERSION) {
            throw new SerializationException("the state of handshakes is of another version: expected=" + VERSION);
        }
        RecentHandshakes recent = new RecentHandshakes();
        recent.last = minute(in);
        recent.lastSuccess = minute(in);
        recent.failingSince = minute(in);
        recent.spike = minute(in);
        recent.outage = minute(in);
        recent.drift = minute(in);
        recent.reviewed = minute(in);
        for (int i = RecentHandshakes.MINUTES - 1; i >= 0; i--) {
            long completed = in.number();
            if (completed > 0) {
                read(in, Math.toIntExact(completed - 1), recent.at(recent.last - i));
            }
        }
        for (int i = in.small(); i > 0; i--) {
            recent.connections.addLast(in.wide());
        }
        for (int i = in.small(); i > 0; i--) {
            recent.evidence.addLast(readEvidence(in));
        }
        for (int i = in.small(); i > 0; i--) {
            recent.scanners.put(in.text(), in.number());
        }
        return recent;
    }

    private static void read(Unpacker in, int completed, MinuteTally tally) {
        tally.completed = completed;
        read(in, tally.failures);
        read(in, tally.told);
        Map<FailureCause, Integer> causes = tally.causes;
        int kinds = in.small();
        for (int i = kinds; i > 0; i--) {
            String id = in.text();
            causes.merge(cause(id), in.small(), Integer::sum);
        }
        if (kinds > 0) {
            tally.doubt = in.fraction();
        }
    }

    private static void read(Unpacker in, Map<String, Integer> clients) {
        for (int i = in.small(); i > 0; i--) {
            clients.put(in.text(), in.small());
        }
    }

    /** A cause that a newer version wrote is no reason to lose the state. */
    private static FailureCause cause(String id) {
        for (FailureCause cause : CAUSES) {
            if (cause.id().equals(id)) {
                return cause;
            }
        }
        return FailureCause.UNKNOWN_CAUSE;
    }

    private static Alert.Evidence readEvidence(Unpacker in) {
        return new Alert.Evidence(
                in.text(), Instant.ofEpochSecond(in.wide(), in.number()), in.text(), in.text(), in.text(), in.text());
    }

    private static long minute(Unpacker in) {
        long value = in.number();
        return value == 0 ? RecentHandshakes.NEVER : value - 1;
    }
}
