package io.plainsight.sensor.names;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.decode.Packet;
import io.plainsight.sensor.dns.DnsAnswers;
import io.plainsight.sensor.dns.NameHandler;

/**
 * Learns names from the answers that pass: over UDP from port 53, for the host that asked; by multicast from port
 * 5353, where a host is believed about its own address only, and about names below {@code .local}. Answers over TCP come from their dissector.
 *
 * <p><b>Threading:</b> one thread. <b>Cost:</b> two comparisons for a packet that is no answer; an answer is read once.
 */
public final class PassiveDns {
    private static final int DNS = 53;
    private static final int MDNS = 5353;
    /** RFC 6762 section 3: a host may not give itself a name of the global DNS. */
    private static final String LOCAL = ".local";

    private final Names table;
    private final DnsAnswers answers = new DnsAnswers();
    private final ByteCursor cursor = new ByteCursor();
    private final NameHandler answered = this::learnAnswer;
    private final NameHandler announced = this::learnAnnouncement;
    /** The packet being looked at; of no meaning between calls. */
    private Packet packet;

    public PassiveDns(Names table) {
        this.table = table;
    }

    /**
     * Looks at a packet; anything but an answer is passed over.
     *
     * @param asked whether its receiver sent anything on the same connection before: an answer from port 53 that nobody asked
     *     for is not believed
     */
    public void onPacket(Packet seen, boolean asked) {
        if (seen.isUdp() && (seen.sourcePort == DNS && asked || seen.sourcePort == MDNS)) {
            packet = seen;
            cursor.wrap(seen.buffer, seen.payloadOffset, seen.payloadLength);
            answers.read(cursor, seen.sourcePort == DNS ? answered : announced);
        }
    }

    private void learnAnswer(String name, long high, long low, long ttlSeconds) {
        table.learn(packet.destinationHigh, packet.destinationLow, high, low, name, ttlSeconds, packet.timestampNs);
    }

    private void learnAnnouncement(String name, long high, long low, long ttlSeconds) {
        boolean itself = high == packet.sourceHigh && low == packet.sourceLow;
        if (itself && name.endsWith(LOCAL)) {
            table.learnForAll(high, low, name, ttlSeconds, packet.timestampNs);
        }
    }
}
