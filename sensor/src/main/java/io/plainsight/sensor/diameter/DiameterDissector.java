package io.plainsight.sensor.diameter;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.frame.StrictFrameDissector;

/**
 * Diameter (RFC 6733). The capabilities exchange of older peers asks for TLS by the AVP Inband-Security-Id; TLS begins behind
 * the answer that agrees. Watchdogs and disconnects are no user data, everything else is.
 *
 * <pre>
 *  Version (8) | Length (24) | Flags (8) | Command (24) | Application (32) | Hop-by-hop (32) | End-to-end (32) | AVPs
 *  AVP: Code (32) | Flags (8) | Length (24) | [ Vendor (32) ] | Data, padded to 32 bits
 * </pre>
 */
public final class DiameterDissector extends StrictFrameDissector {
    static final int HEADER_LENGTH = 20;
    static final int REQUEST = 0x80;
    static final int CAPABILITIES_EXCHANGE = 257;
    static final int DEVICE_WATCHDOG = 280;
    private static final int DISCONNECT_PEER = 282;
    private static final int INBAND_SECURITY_ID = 299;
    private static final int TLS = 1;
    private static final int AVP_HEADER = 8;
    private static final int VENDOR = 0x80;
    private static final int MAX_AVPS = 256;

    public DiameterDissector() {
        super(DiameterSignature.DIAMETER);
    }

    @Override
    protected long frameLength(Side side, ByteCursor in) {
        return switch (DiameterSignature.matchHeader(in)) {
            case YES -> Peek.u24(in, 1);
            case NO -> INVALID;
            case MAYBE -> INCOMPLETE;
        };
    }

    @Override
    protected boolean mayResume(Side side, ByteCursor in) {
        return DiameterSignature.matchHeader(in) == Match.YES && DiameterSignature.beginsSession(in);
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame) {
        int command = Peek.u24(frame, 5);
        if (command == CAPABILITIES_EXCHANGE) {
            onCapabilities(side, frame);
        } else if (command == DEVICE_WATCHDOG || command == DISCONNECT_PEER) {
            if (side == Side.CLIENT) {
                asked(false);
            } else {
                answered();
            }
        } else {
            carry(side);
        }
    }

    private void onCapabilities(Side side, ByteCursor frame) {
        boolean tls = offersTls(frame);
        if (side == Side.CLIENT) {
            if (tls) {
                upgrade.request();
            } else {
                asked(false);
            }
        } else if (upgrade.isWaiting()) {
            upgrade.offer(tls);
            if (tls) {
                upgrade.accept();
                startTls();
            } else {
                upgrade.refuse();
                decide(false);
            }
        } else {
            answered();
        }
    }

    private static boolean offersTls(ByteCursor frame) {
        frame.skip(HEADER_LENGTH);
        for (int i = 0; i < MAX_AVPS && frame.remaining() >= AVP_HEADER; i++) {
            int length = Peek.u24(frame, 5);
            boolean vendor = (frame.peek(4) & VENDOR) != 0;
            if (!vendor && Peek.u32(frame, 0) == INBAND_SECURITY_ID && Peek.u32(frame, AVP_HEADER) == TLS) {
                return true;
            }
            frame.skip(Math.min(frame.remaining(), Math.max(AVP_HEADER, (length + 3) / 4 * 4)));
        }
        return false;
    }
}
