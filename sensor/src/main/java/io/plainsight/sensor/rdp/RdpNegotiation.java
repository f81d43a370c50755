package io.plainsight.sensor.rdp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.PlaintextDissector;

/**
 * Reads an RDP connection up to where its security is known.
 *
 * <pre>
 *   request ── confirm, protocol 1, 2, 4 or 8 selected ──► TLS, with CredSSP inside it where 2 or 8 was
 *                 ├── failure ──► over
 *                 └── protocol 0, or no word of it ──► MCS Connect Response names method and level
 *                                                        └──► the client's key exchange, or its info in clear
 * </pre>
 */
final class RdpNegotiation extends PlaintextDissector {
    /** Longest packet that is read: a Connect Response with a certificate chain is far shorter. */
    static final int MAX_PACKET = 16 * 1024;

    private static final int TPKT_HEADER = 4;

    private final ByteCursor packet = new ByteCursor();
    private boolean confirmed;
    private boolean failed;
    private boolean keysExchanged;
    private int method = RdpSecurity.METHOD_UNKNOWN;
    private int level;

    RdpNegotiation() {
        super(RdpSignature.RDP);
    }

    /** The server said that it will not do what the client asked for. */
    boolean hasFailed() {
        return failed;
    }

    /** Standard security's encryption method, or {@link RdpSecurity#METHOD_UNKNOWN}. */
    int method() {
        return method;
    }

    int level() {
        return level;
    }

    /** Whether the client has sent its half of the keys, so that what follows is encrypted. */
    boolean areKeysExchanged() {
        return keysExchanged;
    }

    @Override
    protected boolean readUnit(Side side, ByteCursor in) {
        return confirmed ? readPacket(side, in) : readNegotiation(side, in);
    }

    @Override
    protected void resync(Side side) {
        finish();
    }

    private boolean readNegotiation(Side side, ByteCursor in) {
        int code = side == Side.CLIENT ? X224.CONNECTION_REQUEST : X224.CONNECTION_CONFIRM;
        boolean early = side == Side.CLIENT && !isSilent(Side.CLIENT);
        if (early) {
            return false;
        }
        if (!X224.mayBe(in, code)) {
            finish();
            return false;
        }
        if (in.remaining() < X224.HEADER_LENGTH || in.remaining() < X224.length(in)) {
            return false;
        }
        int negotiation = X224.negotiationOffset(in);
        int type = in.peek(negotiation);
        boolean anyProtocol = negotiation > 0 && in.peek(negotiation + 4) != 0;
        in.skip(X224.length(in));
        if (side == Side.CLIENT) {
            if (anyProtocol) {
                upgrade.request();
            }
        } else {
            onConfirm(type, anyProtocol);
        }
        return true;
    }

    private void onConfirm(int type, boolean anyProtocol) {
        confirmed = true;
        if (type == X224.NEGOTIATION_RESPONSE && anyProtocol) {
            upgrade.accept();
            startTls();
            return;
        }
        if (upgrade.isWaiting()) {
            upgrade.refuse();
        }
        if (type == X224.NEGOTIATION_FAILURE) {
            failed = true;
            finish();
        }
    }

    private boolean readPacket(Side side, ByteCursor in) {
        if (in.remaining() < TPKT_HEADER) {
            return false;
        }
        int length = X224.length(in);
        if (!X224.isTpkt(in) || length < TPKT_HEADER || length > MAX_PACKET) {
            finish();
            return false;
        }
        if (in.remaining() < length) {
            return false;
        }
        in.slice(length, packet);
        if (side == Side.SERVER) {
            onServerPacket();
        } else {
            onClientPacket();
        }
        return true;
    }

    private void onServerPacket() {
        if (method == RdpSecurity.METHOD_UNKNOWN && RdpSecurity.isConnectResponse(packet)) {
            int security = RdpSecurity.securityOffset(packet);
            if (security < 0) {
                finish();
                return;
            }
            method = RdpSecurity.method(packet, security);
            level = RdpSecurity.level(packet, security);
        }
    }

    private void onClientPacket() {
        int header = RdpSecurity.securityHeaderOffset(packet);
        if (header < 0) {
            return;
        }
        int flags = RdpSecurity.flags(packet, header);
        if ((flags & RdpSecurity.SEC_EXCHANGE) != 0) {
            keysExchanged = true;
            if (level == RdpSecurity.LEVEL_LOW) {
                decide(true);
            }
            finish();
        } else if ((flags & RdpSecurity.SEC_INFO) != 0 && (flags & RdpSecurity.SEC_ENCRYPT) == 0) {
            decide(true);
            expose(RdpSecurity.hasPassword(packet, header) ? Credentials.SECRET : Credentials.NONE);
            finish();
        }
    }
}
