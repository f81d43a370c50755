package io.plainsight.stream.detection.flowlog.rejected;

import io.plainsight.events.Observation;
import io.plainsight.stream.witness.FlowRecords;
import java.time.Instant;

/** Reads from flow-log records, seen from their clients, what became of an attempt to connect. Pure functions. */
final class Attempts {
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;

    private Attempts() {}

    /**
     * Whether an opening was refused. What comes behind a connection's close is refused as well ("Flow log records", Amazon VPC
     * User Guide), and so are answers that nobody waits for: neither is an attempt.
     */
    static boolean isRefused(Observation record) {
        return FlowRecords.isDenied(record) && !isAnswer(record) && opens(record);
    }

    /** Whether a connection was let through and worked: a SYN that was let through may have met nobody. */
    static boolean isWorking(Observation record) {
        if (FlowRecords.isDenied(record) || isAnswer(record) || !opens(record)) {
            return false;
        }
        boolean tcp = record.network() != null && "tcp".equals(record.network().transport());
        return tcp ? FlowRecords.carriesData(record) : FlowRecords.isAllowed(record);
    }

    /** One direction of which only the destination's bytes are known was turned round. */
    private static boolean isAnswer(Observation record) {
        return record.source().bytes() == null && record.destination().bytes() != null;
    }

    /** A connection from before a change of rules goes on in many networks, while each new one is refused: openings count. */
    private static boolean opens(Observation record) {
        Integer flags = FlowRecords.tcpFlags(record);
        return flags == null || (flags & SYN) != 0 && (flags & ACK) == 0 || !isTcp(record);
    }

    private static boolean isTcp(Observation record) {
        return record.network() != null && "tcp".equals(record.network().transport());
    }

    /** Seconds since the epoch of the record's first packet. */
    static long second(Observation record) {
        Instant start = record.event().start();
        return (start == null ? record.timestamp() : start).getEpochSecond();
    }
}
