package io.plainsight.sensor.esp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;

/**
 * ESP in UDP (RFC 3948) without any IKE message among its first datagrams. ESP has no mark of its own, so only on IKE's port
 * 4500, and only when several datagrams fit.
 */
public final class EspInUdpSignature implements DatagramSignature {
    private static final int NAT_TRAVERSAL_PORT = 4500;
    private static final int KEEP_ALIVE = 0xff;
    private static final int MIN_SPI = 256;
    /** Header, the shortest ciphertext and the shortest integrity check value. */
    private static final int MIN_LENGTH = EspNull.HEADER_LENGTH + 4 + 12;

    @Override
    public String protocol() {
        return EspSignature.PROTOCOL;
    }

    @Override
    public ProtocolFacts facts() {
        return new EspSignature().facts();
    }

    @Override
    public DatagramDissector open() {
        return new EspDissector();
    }

    @Override
    public Match match(Side side, int clientPort, int serverPort, ByteCursor in) {
        if (clientPort != NAT_TRAVERSAL_PORT && serverPort != NAT_TRAVERSAL_PORT) {
            return Match.NO;
        }
        boolean keepAlive = in.remaining() == 1 && in.peek(0) == KEEP_ALIVE;
        return keepAlive || in.remaining() >= MIN_LENGTH && in.u32() >= MIN_SPI ? Match.MAYBE : Match.NO;
    }
}
