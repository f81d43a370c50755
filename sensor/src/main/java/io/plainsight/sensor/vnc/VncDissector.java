package io.plainsight.sensor.vnc;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.OwnProtection;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.text.Credentials;
import io.plainsight.sensor.text.PlaintextDissector;

/**
 * VNC. Behind the versions the server names its security types and the client takes one (3.3: the server decides). Types TLS
 * and VeNCrypt go over to TLS; some, as RealVNC's RA2, may encrypt in a way of their own, of which nothing is said; behind the
 * others the session is in clear.
 *
 * <pre>
 *   version ──► security types ──► choice ──► None, VNC, ARD … ──► clear
 *                                    ├──► TLS (18) ──► TLS
 *                                    └──► VeNCrypt (19) ──► versions ──► sub-type ──► TLS, or clear with a password (256)
 * </pre>
 */
public final class VncDissector extends PlaintextDissector {
    static final int VERSION_LENGTH = 12;

    /* RFC 6143 section 7.1.2 and the IANA registry "RFB Security Types" */
    private static final int NONE = 1;
    private static final int VNC_AUTHENTICATION = 2;
    private static final int TLS = 18;
    private static final int VENCRYPT = 19;

    private static final int VENCRYPT_PLAIN = 256;
    private static final int VENCRYPT_TLS_NONE = 257;
    private static final int VENCRYPT_LAST_TLS = 264;

    /** The answer to the challenge (16) and ClientInit (1). */
    private static final int CLIENT_PREAMBLE = 17;

    private static final int ANSWER_LENGTH = 16;
    /** More than any exchange of credentials of the server: behind it is the screen. */
    private static final int SERVER_PREAMBLE = 2048;

    private static final int MINOR_OF_LATER = 8;

    private enum State {
        VERSION,
        SECURITY,
        VENCRYPT_VERSION,
        VENCRYPT_ACK,
        VENCRYPT_TYPES,
        VENCRYPT_ANSWER,
        SESSION
    }

    private State server = State.VERSION;
    private State client = State.VERSION;
    /** The minor version of the client, or of the server before the client spoke. */
    private int minor;

    private int security = Peek.NONE;
    private int subType = Peek.NONE;
    private boolean ownCipher;
    /** Bytes of the client that prove its password; 0 when none is asked for. */
    private int proofLength;

    private final int[] sessionBytes = new int[2];

    public VncDissector() {
        super(VncSignature.VNC);
    }

    @Override
    protected boolean readUnit(Side side, ByteCursor in) {
        return side == Side.SERVER ? readServer(in) : readClient(in);
    }

    @Override
    protected void resync(Side side) {
        finish();
    }

    @Override
    protected void refine(ObservationDraft draft) {
        if (ownCipher) {
            OwnProtection.hidden(draft, "security type " + security + ", which may encrypt in a way that is not read");
        }
    }

    private boolean readServer(ByteCursor in) {
        switch (server) {
            case VERSION -> {
                return readVersion(Side.SERVER, in);
            }
            case SECURITY -> {
                return readSecurity(in);
            }
            case VENCRYPT_VERSION -> {
                return skip(in, 2, State.VENCRYPT_ACK);
            }
            case VENCRYPT_ACK -> {
                return skip(in, 1, State.VENCRYPT_TYPES);
            }
            case VENCRYPT_TYPES -> {
                return readSubTypes(in);
            }
            case VENCRYPT_ANSWER -> {
                return readSubTypeAnswer(in);
            }
            default -> {
                return readSession(Side.SERVER, in);
            }
        }
    }

    private boolean readClient(ByteCursor in) {
        switch (client) {
            case VERSION -> {
                return readVersion(Side.CLIENT, in);
            }
            case SECURITY -> {
                choose(in.u8());
                return true;
            }
            case VENCRYPT_VERSION -> {
                if (in.remaining() < 2) {
                    return false;
                }
                in.skip(2);
                client = State.VENCRYPT_TYPES;
                return true;
            }
            case VENCRYPT_TYPES -> {
                return readSubType(in);
            }
            default -> {
                return readSession(Side.CLIENT, in);
            }
        }
    }

    private boolean readVersion(Side side, ByteCursor in) {
        if (in.remaining() < VERSION_LENGTH) {
            return false;
        }
        if (!Peek.is(in, 0, "RFB ")) {
            disown();
            return false;
        }
        // RealVNC's 4 and 5 go on as 3.8
        boolean is3 = Peek.is(in, 4, "003");
        minor = is3 ? (in.peek(8) - '0') * 100 + (in.peek(9) - '0') * 10 + in.peek(10) - '0' : MINOR_OF_LATER;
        in.skip(VERSION_LENGTH);
        if (side == Side.SERVER) {
            server = State.SECURITY;
        } else {
            client = minor < 7 ? State.SESSION : State.SECURITY;
        }
        return true;
    }

    private boolean readSecurity(ByteCursor in) {
        if (minor < 7) {
            if (in.remaining() < 4) {
                return false;
            }
            int type = (int) in.u32();
            server = State.SESSION;
            settle(type);
            return true;
        }
        int count = in.peek(0);
        if (in.remaining() < 1 + count) {
            return false;
        }
        boolean offersTls = false;
        for (int i = 1; i <= count; i++) {
            offersTls |= in.peek(i) == TLS || in.peek(i) == VENCRYPT;
        }
        upgrade.offer(offersTls);
        in.skip(1 + count);
        server = security == VENCRYPT ? State.VENCRYPT_VERSION : State.SESSION;
        return true;
    }

    private void choose(int type) {
        client = State.SESSION;
        if (type == TLS) {
            security = type;
            upgrade.request();
            upgrade.accept();
            startTls();
        } else if (type == VENCRYPT) {
            security = type;
            client = State.VENCRYPT_VERSION;
            server = State.VENCRYPT_VERSION;
        } else {
            settle(type);
        }
    }

    /** A type without TLS. */
    private void settle(int type) {
        security = type;
        switch (type) {
            case 0 -> finish();
            // Tight and Ultra choose another inside, which may be none
            case NONE, 16, 17 -> {}
            // these prove a password without sending it: VNC, RA2ne, SSPIne, MD5, ARD, MSLogonII,
            // RA2ne-256
            case VNC_AUTHENTICATION, 6, 8, 21, 30, 113, 130 ->
                proofLength = type == VNC_AUTHENTICATION ? ANSWER_LENGTH : 1;
            // RA2, SSPI, SASL, tunnels and what is not published may encrypt the session
            default -> {
                ownCipher = true;
                tell();
                finish();
            }
        }
    }

    private boolean skip(ByteCursor in, int length, State next) {
        if (in.remaining() < length) {
            return false;
        }
        in.skip(length);
        server = next;
        return true;
    }

    private boolean readSubTypes(ByteCursor in) {
        int length = 1 + 4 * in.peek(0);
        if (in.remaining() < length) {
            return false;
        }
        in.skip(length);
        server = State.VENCRYPT_ANSWER;
        return true;
    }

    private boolean readSubType(ByteCursor in) {
        if (in.remaining() < 4) {
            return false;
        }
        subType = (int) in.u32();
        client = State.SESSION;
        if (isTls(subType)) {
            upgrade.request();
        } else {
            proofLength = 1;
        }
        return true;
    }

    private boolean readSubTypeAnswer(ByteCursor in) {
        server = State.SESSION;
        if (!isTls(subType)) {
            return readSession(Side.SERVER, in);
        }
        if (in.u8() == 1) {
            upgrade.accept();
            startTls();
        } else {
            upgrade.refuse();
            finish();
        }
        return true;
    }

    private static boolean isTls(int subType) {
        return subType >= VENCRYPT_TLS_NONE && subType <= VENCRYPT_LAST_TLS;
    }

    /** Screens and keys, once the bytes that may still prove a password or tell its result are over. */
    private boolean readSession(Side side, ByteCursor in) {
        int index = side.ordinal();
        sessionBytes[index] = Math.min(SERVER_PREAMBLE, sessionBytes[index] + in.remaining());
        in.skip(in.remaining());
        if (proofLength > 0 && sessionBytes[Side.CLIENT.ordinal()] >= proofLength) {
            expose(subType == VENCRYPT_PLAIN ? Credentials.SECRET : Credentials.DERIVED);
        }
        boolean known = security == NONE || security == VNC_AUTHENTICATION || subType == VENCRYPT_PLAIN;
        int preamble = security == NONE ? 1 : CLIENT_PREAMBLE;
        boolean keys = known && sessionBytes[Side.CLIENT.ordinal()] > preamble;
        boolean screen = security != Peek.NONE && sessionBytes[Side.SERVER.ordinal()] >= SERVER_PREAMBLE;
        if (keys || screen) {
            decide(true);
            finish();
        }
        return true;
    }
}
