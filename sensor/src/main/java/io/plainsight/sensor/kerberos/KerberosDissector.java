package io.plainsight.sensor.kerberos;

import io.plainsight.events.Observation;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameDissector;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.text.Credentials;

/**
 * Kerberos over TCP (RFC 4120 section 7.2.2). Names pass in clear, and a time stamp or ticket under a key made of the password
 * can be guessed off line. Tickets under DES, triple DES or RC4 are named as weak.
 *
 * <pre>
 *  Length (32) | [APPLICATION n] SEQUENCE { … }
 * </pre>
 */
public final class KerberosDissector extends FrameDissector {
    static final int PREFIX = 4;
    static final int AS_REQ = 10;
    static final int AS_REP = 11;
    static final int TGS_REQ = 12;
    static final int TGS_REP = 13;

    private static final long MAX_LENGTH = 1024L * 1024;
    /** {@code SEQUENCE { [1] INTEGER 2 (PA-ENC-TIMESTAMP)} as it stands in the list of pre-authentication data. */
    private static final int PA_ENC_TIMESTAMP = 0xa1030201;

    /** {@code EncryptedData: [0] etype INTEGER}. */
    private static final int ETYPE = 0xa0030201;

    private static final int RC4_HMAC = 23;
    private static final int RC4_HMAC_EXP = 24;
    private static final int DES3_CBC_SHA1 = 16;
    private static final int DES_CBC_MD5 = 3;

    private String weak;

    public KerberosDissector() {
        super(KerberosSignature.KERBEROS);
    }

    @Override
    protected long frameLength(Side side, ByteCursor in) {
        long length = Peek.u32(in, 0);
        if (length < 0) {
            return INCOMPLETE;
        }
        return length > MAX_LENGTH || length == 0 ? INVALID : PREFIX + length;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame) {
        int type = frame.peek(PREFIX) & 0x1f;
        if (side == Side.CLIENT) {
            asked(false);
            if (type == TGS_REQ || type == AS_REQ && find(frame, PA_ENC_TIMESTAMP, 2) >= 0) {
                expose(Credentials.DERIVED);
            }
            return;
        }
        if (type == AS_REP || type == TGS_REP) {
            readEtypes(frame);
            expose(Credentials.DERIVED);
        }
        answered();
    }

    /** The etype stands at the beginning of each SEQUENCE of EncryptedData; nothing else of a reply begins so. */
    private void readEtypes(ByteCursor frame) {
        for (int at = PREFIX; at < frame.remaining() - 5 && weak == null; at++) {
            int next = frame.peek(at + 5);
            if (Peek.u32(frame, at) == (ETYPE & 0xffffffffL) && (next == 0xa1 || next == 0xa2)) {
                weak = name(frame.peek(at + 4));
            }
        }
    }

    private static int find(ByteCursor frame, int pattern, int value) {
        for (int at = PREFIX; at < frame.remaining() - 4; at++) {
            if (Peek.u32(frame, at) == (pattern & 0xffffffffL) && frame.peek(at + 4) == value) {
                return at;
            }
        }
        return -1;
    }

    private static String name(int etype) {
        return switch (etype) {
            case RC4_HMAC -> "rc4-hmac";
            case RC4_HMAC_EXP -> "rc4-hmac-exp";
            case DES3_CBC_SHA1 -> "des3-cbc-sha1";
            case 1, 2, DES_CBC_MD5 -> "des-cbc";
            default -> null;
        };
    }

    @Override
    protected void refine(ObservationDraft draft) {
        if (weak != null) {
            draft.crypto = new Observation.Crypto(null, null, null, weak, null, null, null, null, null, null, null);
            draft.reason(Reasons.CRYPTO_ALGORITHM_WEAK, "Kerberos ticket or reply under " + weak, "RFC 8429");
        }
    }
}
