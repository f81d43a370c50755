package io.plainsight.sensor.flow;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.tcp.PendingBytes;

/**
 * Tells whether TLS stands behind an upgrade that was agreed upon. The client's bytes decide, pipelined ones among them;
 * the server's do when the client's are missing, since clear answers may be slipped in behind its accept.
 *
 * <p><b>Threading:</b> one thread. <b>Lifetime:</b> one upgrade. <b>Memory:</b> a few fields.
 */
final class AwaitedTls {
    /** Bytes of a server in clear behind its accept after which it is clear that no TLS follows. */
    private static final int MAX_CLEAR_ANSWERS = 4096;

    private final ProtocolSignature tls;
    private final boolean[] gaps = new boolean[2];
    private boolean clearAnswers;

    /** @param tls the signature of TLS; null where everything that follows counts as TLS */
    AwaitedTls(ProtocolSignature tls) {
        this.tls = tls;
    }

    void gap(Side side) {
        gaps[side.ordinal()] = true;
    }

    boolean hasGap(Side side) {
        return gaps[side.ordinal()];
    }

    /** Whether the server's bytes went on in clear between its accept and TLS; they have been dropped. */
    boolean hadClearAnswers() {
        return clearAnswers;
    }

    /**
     * Looks at what stands behind the upgrade so far. On {@code YES}, what the server sent before it can have seen the hello,
     * and is no TLS, is dropped and noted.
     *
     * @param cursor to read with
     */
    Match look(PendingBytes client, PendingBytes server, ByteCursor cursor) {
        if (!client.isEmpty()) {
            Match match = match(Side.CLIENT, client, cursor);
            if (match == Match.YES && !server.isEmpty() && match(Side.SERVER, server, cursor) == Match.NO) {
                clearAnswers = true;
                server.clear();
            }
            return match;
        }
        if (server.isEmpty()) {
            return Match.MAYBE;
        }
        Match match = match(Side.SERVER, server, cursor);
        boolean clientMayFollow = !hasGap(Side.CLIENT) && server.length() <= MAX_CLEAR_ANSWERS;
        return match == Match.NO && clientMayFollow ? Match.MAYBE : match;
    }

    private Match match(Side side, PendingBytes bytes, ByteCursor cursor) {
        return tls == null ? Match.YES : tls.match(side, bytes.read(cursor, 0, bytes.length()));
    }
}
