package io.plainsight.sensor.memcached;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;
import java.util.List;

/**
 * Memcached over UDP (memcached's protocol.txt, "UDP protocol"): request id, sequence number, number of datagrams and a
 * reserved zero, two bytes each, then the text protocol.
 */
public final class MemcachedDatagramSignature extends ClearDatagramSignature {
    private static final List<String> COMMANDS = List.of(
            "GET ",
            "GETS ",
            "SET ",
            "ADD ",
            "REPLACE ",
            "APPEND ",
            "PREPEND ",
            "CAS ",
            "DELETE ",
            "INCR ",
            "DECR ",
            "STATS",
            "VERSION\r",
            "FLUSH_ALL",
            "TOUCH ");
    private static final List<String> REPLIES = List.of(
            "VALUE ", "END\r", "STAT ", "STORED\r", "NOT_STORED\r", "ERROR\r", "VERSION ", "NOT_FOUND\r", "DELETED\r");

    public MemcachedDatagramSignature() {
        super(
                "memcached",
                new ProtocolFacts(
                        "Memcached over UDP",
                        ProtocolFacts.Kind.CLEAR,
                        "memcached protocol.txt",
                        "that it is in clear"),
                true);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        in.skip(2);
        int sequence = in.u16();
        int total = in.u16();
        if (in.u16() != 0 || !in.ok() || sequence >= total) {
            return false;
        }
        for (String word : side == Side.CLIENT ? COMMANDS : REPLIES) {
            if (Ascii.startsWith(in, word)) {
                return true;
            }
        }
        return false;
    }
}
