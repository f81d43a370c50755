package io.plainsight.sensor.ftp;

import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CarriedStream;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Base64Bytes;
import io.plainsight.sensor.text.ReplyLine;
import java.util.function.Supplier;

/**
 * The security extensions of FTP (RFC 2228) with GSSAPI. The Grid Security Infrastructure (Globus) sends a TLS handshake
 * as the security data, in base64: what it says is read. Kerberos' tokens are not TLS and left alone.
 *
 * <pre>
 *   AUTH GSSAPI ──► 334 ──► ADAT, 335 ADAT=, … ──► 235 ──► ENC, CONF, MIC: commands wrapped by the session
 *                                                     └──► commands in clear, whatever was agreed upon
 * </pre>
 *
 * A good handshake proves who logs in; that commands are wrapped with encryption is up to each of them, and the data
 * connections are protected by themselves. So it is never called protected here.
 */
final class FtpSecurity {
    /** Longest line with security data, bytes; the base64 of a few certificates. */
    static final int MAX_LINE = StreamDissector.MAX_PENDING;

    private static final int NEED_SECURITY_DATA = 334;
    private static final int MORE_SECURITY_DATA = 335;
    private static final int SECURITY_DONE = 235;
    private static final String SECTION = "RFC 2228 3";
    private static final String DATA = "ADAT=";

    private final ByteCursor decoded = new ByteCursor();
    private Supplier<StreamDissector> opener;
    private CarriedStream tls;
    private boolean requested;
    private boolean accepted;
    private boolean wrapped;
    private boolean integrityOnly;

    void carryTls(Supplier<StreamDissector> dissectors) {
        opener = dissectors;
    }

    /** The client asked for GSSAPI, which in old clients of Globus is {@code GSI}. */
    static boolean isAsked(ByteCursor mechanism) {
        return Ascii.firstWordIs(mechanism, "GSSAPI") || Ascii.firstWordIs(mechanism, "GSI");
    }

    /** The level that PROT's argument names (RFC 2228 section 3); null for none. */
    static String dataProtection(ByteCursor argument) {
        return switch (argument.peek(0) & 0xdf) {
            case 'C' -> "clear";
            case 'S' -> "safe";
            case 'E' -> "confidential";
            case 'P' -> "private";
            default -> null;
        };
    }

    void request() {
        requested = true;
    }

    /** A line of the client that begins with {@code ADAT}. */
    void onClientData(ByteCursor line, boolean serverUnseen, long nowNs) {
        accepted |= requested && serverUnseen;
        boolean whole = line.remaining() < MAX_LINE;
        Ascii.skipWord(line);
        feed(Side.CLIENT, line, whole, nowNs);
    }

    /** A reply of the server, of which {@code text} is what follows its code. */
    void onReply(int code, ByteCursor text, long nowNs) {
        if (code == NEED_SECURITY_DATA) {
            accepted |= requested;
        }
        boolean whole = text.remaining() < MAX_LINE - ReplyLine.HEAD_LENGTH;
        if (code == MORE_SECURITY_DATA || code == SECURITY_DONE || code == NEED_SECURITY_DATA) {
            int at = text.peek(0) == '[' ? 1 : 0;
            if (Ascii.matchesAt(text, at, DATA)) {
                text.skip(at + DATA.length());
                feed(Side.SERVER, text, whole, nowNs);
            }
        }
    }

    /** A command or reply inside the session: {@code ENC}, {@code CONF}, or {@code MIC} that hides nothing. */
    void onWrapped(boolean encrypted) {
        wrapped = true;
        integrityOnly |= !encrypted;
    }

    void gap(Side side, long nowNs) {
        if (tls != null && !tls.isOver()) {
            tls.gap(side, nowNs);
        }
    }

    /** Whether the handshake was read, to its end or as far as it goes. */
    boolean isOver() {
        return tls != null && tls.isOver() && !tls.isForeign();
    }

    void describe(ObservationDraft draft) {
        boolean handshake = tls != null && !tls.isForeign();
        if (integrityOnly && draft.plaintext == null) {
            if (handshake) {
                tls.describeHandshake(draft);
            }
            draft.reason(
                    Reasons.ENCRYPTION_LOGIN_ONLY, "commands carry a checksum (MIC), which hides nothing", SECTION);
        } else if (handshake) {
            describeHandshake(draft);
        } else if (wrapped && draft.plaintext == null) {
            draft.reason(
                    Reasons.CRYPTO_ALGORITHM_HIDDEN,
                    "commands are encrypted (ENC) with what GSSAPI agreed upon",
                    SECTION);
        }
    }

    private void describeHandshake(ObservationDraft draft) {
        if (!tls.describeWithin(draft) && draft.plaintext == null) {
            draft.reason(
                    Reasons.CRYPTO_ALGORITHM_HIDDEN,
                    "TLS inside ADAT proves who logs in; that all behind it is encrypted was not seen",
                    SECTION);
        }
    }

    private void feed(Side side, ByteCursor base64, boolean whole, long nowNs) {
        if (!accepted || opener == null) {
            return;
        }
        if (tls == null) {
            tls = new CarriedStream(opener.get());
        }
        if (tls.isOver()) {
            return;
        }
        if (whole) {
            tls.feed(side, decoded.wrap(Base64Bytes.decode(base64)), nowNs);
        } else {
            tls.gap(side, nowNs);
        }
    }
}
