package io.plainsight.sensor.quic;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Whole QUIC handshakes for traces and benchmarks; stands in this package for the sake of the builder of its tests. */
public final class TraceQuic {
    /** Of the hello in one Initial; the rest goes into the next. */
    private static final int CRYPTO_BYTES = 1100;

    /** A datagram and who sent it. */
    public record Datagram(boolean fromClient, byte[] bytes) {}

    private TraceQuic() {}

    /**
     * A connection of QUIC version 1 with some data.
     *
     * @param clientHello with its handshake header; takes a second Initial when it is long
     * @param random gives the connection id, from which the keys follow
     */
    public static List<Datagram> connection(byte[] clientHello, RandomGenerator random) {
        QuicPackets quic = new QuicPackets();
        byte[] id = new byte[8];
        random.nextBytes(id);
        quic.original = id;
        quic.keyId = id;
        quic.destination = id;
        List<Datagram> datagrams = new ArrayList<>();
        for (int at = 0; at < clientHello.length; at += CRYPTO_BYTES) {
            int end = Math.min(at + CRYPTO_BYTES, clientHello.length);
            datagrams.add(new Datagram(true, quic.clientInitial(QuicPackets.crypto(clientHello, at, end))));
        }
        datagrams.add(new Datagram(false, quic.serverInitial(QuicPackets.crypto(0, Rfc.serverHello()))));
        datagrams.add(new Datagram(false, quic.handshake(false)));
        datagrams.add(new Datagram(true, quic.handshake(true)));
        datagrams.add(new Datagram(true, quic.shortPacket(true, 200)));
        datagrams.add(new Datagram(false, quic.shortPacket(false, 1200)));
        return datagrams;
    }
}
