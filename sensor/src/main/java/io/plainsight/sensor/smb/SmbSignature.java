package io.plainsight.sensor.smb;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameSignature;
import io.plainsight.sensor.frame.Peek;

/** SMB by its four-byte protocol id behind the NetBIOS session header, or by the NetBIOS session request (port 139). */
public final class SmbSignature extends FrameSignature {
    static final String SMB = "smb";

    /** Two encoded names of 34 bytes, RFC 1002 section 4.3.2; scopes are not in use. */
    private static final int SESSION_REQUEST_LENGTH = 68;

    private static final int NAME_LENGTH = 32;

    public SmbSignature() {
        super(
                SMB,
                new ProtocolFacts(
                        "SMB",
                        ProtocolFacts.Kind.UPGRADABLE,
                        "MS-SMB2, MS-CIFS, RFC 1002",
                        "dialect, signing, encryption and its cipher, NTLM or Kerberos"),
                SmbDissector::new);
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        if (side == Side.CLIENT && in.peek(0) == Smb.SESSION_REQUEST) {
            return matchSessionRequest(in);
        }
        int at = side == Side.SERVER && in.peek(0) == Smb.POSITIVE_RESPONSE ? Smb.NETBIOS_HEADER_LENGTH : 0;
        if (at > 0 && !Peek.mayBeZero(in, 1, 3) || !Smb.mayBePacket(in, at)) {
            return Match.NO;
        }
        return in.remaining() < at + Smb.NETBIOS_HEADER_LENGTH + 4 ? Match.MAYBE : Match.YES;
    }

    private static Match matchSessionRequest(ByteCursor in) {
        int called = Smb.NETBIOS_HEADER_LENGTH;
        if (!Peek.mayBeZero(in, 1, 2)
                || !Peek.may(in, 3, SESSION_REQUEST_LENGTH)
                || !mayBeName(in, called)
                || !mayBeName(in, called + NAME_LENGTH + 2)) {
            return Match.NO;
        }
        return in.remaining() < Smb.NETBIOS_HEADER_LENGTH + SESSION_REQUEST_LENGTH ? Match.MAYBE : Match.YES;
    }

    /** First-level encoding, RFC 1001 section 14.1: each half byte is a letter from A to P. */
    private static boolean mayBeName(ByteCursor in, int at) {
        for (int i = 1; i <= NAME_LENGTH; i++) {
            int letter = in.peek(at + i);
            if (letter >= 0 && (letter < 'A' || letter > 'P')) {
                return false;
            }
        }
        return Peek.may(in, at, NAME_LENGTH) && Peek.may(in, at + 1 + NAME_LENGTH, 0);
    }
}
