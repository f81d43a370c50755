package io.plainsight.sensor.cassandra;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.text.PlaintextDissector;

/**
 * What Cassandra's nodes say to one another (org.apache.cassandra.net.HandshakeProtocol). One that encrypts begins with TLS;
 * what follows the handshake here are mutations and reads in clear.
 *
 * <pre>
 *  Initiate: CA 55 2D FA | Max (8) | Min (8) | Requested (8) | Flags (8) | Size (8) | Address, port | CRC (32)
 *  Accept: Max (32) | Use (32) | CRC (32)          before version 4.0: flags end Initiate, Max is all of Accept,
 *                                                  and the first node confirms: Max (32) | Size (8) | Address
 * </pre>
 */
public final class InternodeDissector extends PlaintextDissector {
    /** Messaging versions of Cassandra 1.2 and a bound beyond all; 4.0 has 12. */
    private static final int MIN_VERSION = 6;

    private static final int MAX_VERSION = 32;
    private static final int VERSION_40 = 12;

    private static final int MAX_AT = 4;
    private static final int FIXED = 8;
    private static final int CONFIRMED = 4;
    private static final int CRC = 4;
    private static final int ACCEPT = 4;
    /** An IPv6 address with its port. */
    private static final int MAX_ADDRESS = 18;

    private static final int MIN_ADDRESS = 4;

    private boolean initiated;
    private boolean confirmed;
    private boolean lost;

    public InternodeDissector() {
        super(InternodeSignature.INTERNODE);
    }

    static boolean mayBeVersion(int version) {
        return version < 0 || version >= MIN_VERSION && version <= MAX_VERSION;
    }

    @Override
    protected boolean readUnit(Side side, ByteCursor in) {
        if (lost) {
            finish();
            return false;
        }
        if (side == Side.SERVER) {
            return readAnswer(in);
        }
        if (!initiated) {
            boolean modern = in.peek(MAX_AT) >= VERSION_40;
            initiated = modern ? skip(in, FIXED, CRC) : in.remaining() >= FIXED;
            if (initiated) {
                confirmed = modern;
                in.skip(modern ? 0 : FIXED);
                asked(false);
            }
            return initiated;
        }
        if (!confirmed) {
            confirmed = skip(in, CONFIRMED, 0);
            return confirmed;
        }
        in.skip(in.remaining());
        carry(side);
        return true;
    }

    @Override
    protected void resync(Side side) {
        lost = true;
    }

    /** Moves past {@code before} bytes, an address with its size before it, and {@code behind} bytes, once all are there. */
    private boolean skip(ByteCursor in, int before, int behind) {
        int size = in.peek(before);
        if (size >= 0 && (size < MIN_ADDRESS || size > MAX_ADDRESS)) {
            finish();
            return false;
        }
        if (size < 0 || in.remaining() < before + 1 + size + behind) {
            return false;
        }
        in.skip(before + 1 + size + behind);
        return true;
    }

    private boolean readAnswer(ByteCursor in) {
        if (isSilent(Side.SERVER)) {
            if (!Peek.mayBeZero(in, 0, ACCEPT - 1) || !mayBeVersion(in.peek(ACCEPT - 1))) {
                finish();
                return false;
            }
            if (in.remaining() < ACCEPT) {
                return false;
            }
        }
        in.skip(in.remaining());
        answered();
        return true;
    }
}
