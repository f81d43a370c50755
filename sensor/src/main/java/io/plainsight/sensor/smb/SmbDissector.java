package io.plainsight.sensor.smb;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameDissector;
import io.plainsight.sensor.frame.OwnProtection;
import io.plainsight.sensor.frame.Peek;

/**
 * SMB. SMB 3 may encrypt what follows the session setup, for a whole session or for single shares; signing, which guards
 * against change and not against reading, leaves it plaintext. Files, directories and their contents are user data: one
 * such packet in clear decides for plaintext, encrypted packets both ways under a cipher that was seen to be agreed upon for
 * protected. The answer to an NTLM challenge counts as exposed only where nothing is encrypted: otherwise it is told as the
 * way of authenticating.
 *
 * <p><b>Bounds:</b> {@link #MAX_COMPOUND} packets of a compound are read.
 */
public final class SmbDissector extends FrameDissector {
    static final int MAX_COMPOUND = 16;

    private final SmbNegotiation negotiation = new SmbNegotiation();
    private final boolean[] encrypted = new boolean[2];
    private SecurityToken token = SecurityToken.NONE;
    private boolean signed;
    private boolean passwordsInClear;
    private boolean sessionSetUp;

    public SmbDissector() {
        super(SmbSignature.SMB, Smb.NETBIOS_HEADER_LENGTH);
    }

    @Override
    protected int frameLength(Side side, ByteCursor in) {
        int type = in.peek(0);
        boolean known = type == Smb.SESSION_MESSAGE || type >= Smb.SESSION_REQUEST && type <= Smb.KEEP_ALIVE;
        return known ? Smb.NETBIOS_HEADER_LENGTH + Peek.u24(in, 1) : NOT_A_FRAME;
    }

    @Override
    protected boolean mayResume(Side side, ByteCursor in) {
        return in.peek(0) == Smb.SESSION_MESSAGE && Smb.kind(in, Smb.NETBIOS_HEADER_LENGTH) != Peek.NONE;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame, int length) {
        if (frame.peek(0) != Smb.SESSION_MESSAGE) {
            return;
        }
        frame.skip(Smb.NETBIOS_HEADER_LENGTH);
        switch (Smb.kind(frame, 0)) {
            case Smb.SMB1 -> onSmb1(side, frame);
            case Smb.SMB2 -> onCompound(side, frame);
            case Smb.TRANSFORM -> onTransform(side, frame, length - Smb.NETBIOS_HEADER_LENGTH);
            case Smb.COMPRESSION -> exposeData();
            default -> {}
        }
    }

    @Override
    protected void atEnd() {
        if (!encrypted[0] && !encrypted[1] && sessionSetUp) {
            decide(false);
            expose(token.credentials());
        }
    }

    @Override
    protected void refine(ObservationDraft draft) {
        boolean bothWays = encrypted[0] && encrypted[1];
        draft.crypto = negotiation.describe(token, signed, bothWays && !isDecided());
        if (isDecided()) {
            if (signed) {
                OwnProtection.explain(
                        draft, "smb in clear: signed, which guards its integrity and not its confidentiality");
            }
        } else if (bothWays && negotiation.cipher() != null) {
            OwnProtection.accept(draft, "SMB " + negotiation.version() + " encrypted with " + negotiation.cipher());
        } else if (bothWays) {
            OwnProtection.hidden(draft, "encrypted SMB, its negotiation not seen");
        } else {
            OwnProtection.incomplete(draft, "too little of the SMB session was seen");
        }
    }

    private void exposeData() {
        decide(true);
        expose(token.credentials());
        finish();
    }

    private void onTransform(Side side, ByteCursor packet, int length) {
        long original = Peek.u32le(packet, 36);
        boolean plausible =
                original > 0 && original <= length - Smb.TRANSFORM_HEADER_LENGTH && Peek.u16le(packet, 42) == 1;
        if (plausible && !encrypted[side.ordinal()]) {
            encrypted[side.ordinal()] = true;
            if (encrypted[side.other().ordinal()]) {
                tell();
            }
        }
    }

    private void onCompound(Side side, ByteCursor packet) {
        for (int i = 0; i < MAX_COMPOUND && Smb.kind(packet, 0) == Smb.SMB2; i++) {
            onSmb2(side, packet);
            long next = Peek.u32le(packet, Smb.NEXT_COMMAND_OFFSET);
            if (next < Smb.SMB2_HEADER_LENGTH || next >= packet.remaining()) {
                return;
            }
            packet.skip((int) next);
        }
    }

    private void onSmb2(Side side, ByteCursor packet) {
        int command = Peek.u16le(packet, Smb.COMMAND_OFFSET);
        long flags = Peek.u32le(packet, Smb.FLAGS_OFFSET);
        if (flags < 0) {
            return;
        }
        boolean response = (flags & Smb.FLAG_RESPONSE) != 0;
        if (command != Smb.NEGOTIATE && command != Smb.SESSION_SETUP) {
            signed |= (flags & Smb.FLAG_SIGNED) != 0;
        }
        if (command == Smb.NEGOTIATE && side == Side.SERVER && response) {
            negotiation.onResponse(packet);
        } else if (command == Smb.NEGOTIATE && side == Side.CLIENT) {
            negotiation.onRequest(packet);
        } else if (command == Smb.SESSION_SETUP && side == Side.CLIENT) {
            onToken(SecurityToken.find(packet, Smb.SMB2_HEADER_LENGTH));
        } else if (command == Smb.SESSION_SETUP) {
            sessionSetUp |= Peek.u32le(packet, 8) == 0;
        } else if (Smb.isUserData(command)) {
            exposeData();
        }
    }

    private void onSmb1(Side side, ByteCursor packet) {
        int command = packet.peek(4);
        if (packet.remaining() <= Smb.SMB1_HEADER_LENGTH || !Smb.isKnown1(command)) {
            return;
        }
        int words = packet.peek(Smb.SMB1_HEADER_LENGTH);
        int parameters = Smb.SMB1_HEADER_LENGTH + 1;
        if (command == 0x72) {
            if (side == Side.SERVER) {
                negotiation.smb1();
                // SecurityMode, [MS-CIFS] 2.2.4.52.2: bit 1 asks for passwords to be encrypted
                passwordsInClear = words == 17 && (packet.peek(parameters + 2) & 2) == 0;
            }
            return;
        }
        negotiation.smb1();
        if (command == 0x73) {
            if (side == Side.CLIENT) {
                onToken(sessionSetup1(packet, words, parameters));
            } else {
                sessionSetUp |= Peek.u32le(packet, 5) == 0;
            }
        } else if (Smb.isUserData1(command)) {
            signed |= Smb.isSigned1(packet);
            exposeData();
        }
    }

    /** [MS-CIFS] 2.2.4.53.1 without, [MS-SMB] 2.2.4.6.1 with extended security. */
    private SecurityToken sessionSetup1(ByteCursor packet, int words, int parameters) {
        if (words == 12) {
            return SecurityToken.find(packet, parameters);
        }
        int oem = words == 13 || words == 10 ? Peek.u16le(packet, parameters + 14) : 0;
        int unicode = words == 13 ? Peek.u16le(packet, parameters + 16) : 0;
        if (passwordsInClear && (oem > 1 || unicode > 1)) {
            return SecurityToken.PLAINTEXT_PASSWORD;
        }
        if (unicode >= SecurityToken.V1_LENGTH) {
            return SecurityToken.ofNtLength(unicode);
        }
        return oem >= SecurityToken.V1_LENGTH ? SecurityToken.NTLM_V1 : SecurityToken.ANONYMOUS;
    }

    private void onToken(SecurityToken found) {
        if (found != SecurityToken.NONE && found.compareTo(token) > 0) {
            token = found;
        }
    }
}
