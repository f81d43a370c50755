package io.plainsight.sensor.tns;

import io.plainsight.events.Observation;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.OwnProtection;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.frame.StrictFrameDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;

/**
 * Oracle TNS. Behind CONNECT and ACCEPT both ends may negotiate native encryption (advanced networking option); what the
 * server chose is read, and where it chose none, or nothing is negotiated, logins and statements pass in clear.
 *
 * <pre>
 *  Length (16; 32 from version 315 on, behind ACCEPT) | Checksum (16) | Type (8) | Flags (8) | Checksum (16) | …
 *  DATA: Data flags (16) | Payload
 * </pre>
 */
public final class TnsDissector extends StrictFrameDissector {
    static final int HEADER_LENGTH = 8;
    static final int TYPE = 4;
    static final int VERSION = 8;
    static final int CONNECT = 1;
    static final int ACCEPT = 2;
    static final int REFUSE = 4;
    /** Highest type, a data descriptor; 0, 8 and 10 are not used. */
    static final int MAX_TYPE = 15;

    private static final int DATA = 6;
    private static final int PAYLOAD = 10;
    /** From this version on lengths have 32 bits. */
    private static final int LARGE_LENGTHS = 315;

    private static final long MAX_LENGTH = 64L * 1024 * 1024;

    /** A function call of the client, and calls that belong to the login. */
    private static final int FUNCTION_CALL = 3;

    /** Calls that travel before another. */
    private static final int PIGGYBACK = 17;

    private static final int LOGOFF = 9;
    private static final int PING = 0x93;
    private static final int OLD_SESSION_KEY = 0x52;
    private static final int OLD_AUTHENTICATE = 0x51;
    private static final int AUTHENTICATE = 0x73;
    private static final int SESSION_KEY = 0x76;

    private boolean large;
    private NativeEncryption encryption;

    public TnsDissector() {
        super(TnsSignature.TNS);
    }

    @Override
    protected long frameLength(Side side, ByteCursor in) {
        if (in.remaining() < HEADER_LENGTH) {
            return INCOMPLETE;
        }
        long length = large ? Peek.u32(in, 0) : Peek.u16(in, 0);
        boolean header = isType(in.peek(TYPE)) && (large || Peek.u16(in, 2) == 0);
        return !header || length < HEADER_LENGTH || length > MAX_LENGTH ? INVALID : length;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame) {
        int type = frame.peek(TYPE);
        if (type == ACCEPT && side == Side.SERVER) {
            large = Peek.u16(frame, VERSION) >= LARGE_LENGTHS;
        } else if (type == DATA && frame.remaining() > PAYLOAD) {
            frame.skip(PAYLOAD);
            if (Peek.u32(frame, 0) == NativeEncryption.MAGIC) {
                onNegotiation(side, frame);
            } else {
                onData(side, frame);
            }
        }
    }

    private static boolean isType(int type) {
        return type > 0 && type <= MAX_TYPE && type != 8 && type != 10;
    }

    private void onNegotiation(Side side, ByteCursor payload) {
        if (side == Side.SERVER) {
            NativeEncryption chosen = NativeEncryption.chosen(payload);
            if (chosen != NativeEncryption.NONE) {
                encryption = chosen;
                if (chosen.isWeak()) {
                    tell();
                }
                finish();
            }
        }
    }

    private void onData(Side side, ByteCursor payload) {
        if (side == Side.SERVER) {
            answered();
            return;
        }
        int code = payload.peek(1);
        boolean login =
                code == OLD_SESSION_KEY || code == OLD_AUTHENTICATE || code == AUTHENTICATE || code == SESSION_KEY;
        boolean call = payload.peek(0) == FUNCTION_CALL && code != LOGOFF && code != PING;
        if (!login && (call || payload.peek(0) == PIGGYBACK)) {
            carry(side);
        } else {
            asked(false);
            if (Ascii.contains(payload, "AUTH_PASSWORD")) {
                expose(Credentials.DERIVED);
            }
            if (Ascii.contains(payload, "AUTH_TOKEN")) {
                expose(Credentials.TOKEN);
            }
        }
    }

    @Override
    protected void refine(ObservationDraft draft) {
        if (encryption == null) {
            return;
        }
        draft.crypto =
                new Observation.Crypto(null, null, null, encryption.text(), null, null, null, null, null, null, null);
        String detail = "Oracle native encryption with " + encryption.text();
        if (encryption.isWeak()) {
            OwnProtection.weak(draft, detail);
        } else {
            OwnProtection.hidden(draft, detail + "; how the server is authenticated and keys are agreed is not seen");
        }
    }
}
