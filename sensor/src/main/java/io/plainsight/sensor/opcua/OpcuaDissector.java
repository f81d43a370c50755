package io.plainsight.sensor.opcua;

import io.plainsight.events.Observation;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameDissector;
import io.plainsight.sensor.frame.OwnProtection;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.text.Credentials;

/**
 * OPC UA. Both sides open the channel under a named policy. Whether it signs or also encrypts is agreed upon behind the
 * asymmetric encryption, but shows in the messages that follow: signed ones have their sequence numbers and types in clear.
 */
public final class OpcuaDissector extends FrameDissector {
    /** A user name token's body, i=324, in the four-byte encoding, as a byte string. */
    private static final String USER_NAME_TOKEN = "\1\0D\1\1";

    private final SecurityPolicy[] policies = {SecurityPolicy.UNKNOWN, SecurityPolicy.UNKNOWN};
    private final boolean[] encrypted = new boolean[2];
    private boolean signedOnly;

    public OpcuaDissector() {
        super(OpcuaSignature.OPCUA, UaMessage.HEADER_LENGTH);
    }

    @Override
    protected int frameLength(Side side, ByteCursor in) {
        int last = in.peek(3);
        long size = Peek.u32le(in, 4);
        boolean known = Peek.is(in, 0, "MSG")
                || Peek.is(in, 0, "OPN")
                || Peek.is(in, 0, "CLO")
                || Peek.is(in, 0, "HEL")
                || Peek.is(in, 0, "ACK")
                || Peek.is(in, 0, "ERR")
                || Peek.is(in, 0, "RHE");
        boolean chunk = last == 'F' || last == 'C' || last == 'A';
        return known && chunk && size >= UaMessage.HEADER_LENGTH && size <= UaMessage.MAX_CHUNK
                ? (int) size
                : NOT_A_FRAME;
    }

    @Override
    protected boolean mayResume(Side side, ByteCursor in) {
        return frameLength(side, in) != NOT_A_FRAME;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame, int length) {
        if (Peek.is(frame, 0, "OPN")) {
            policies[side.ordinal()] = SecurityPolicy.at(frame, UaMessage.POLICY_OFFSET);
        } else if (Peek.is(frame, 0, "MSG")) {
            onMessage(side, frame);
        }
    }

    @Override
    protected void refine(ObservationDraft draft) {
        SecurityPolicy policy = policy();
        boolean bothWays = encrypted[0] && encrypted[1];
        String policyName = policy.text();
        if (policyName != null && policy != SecurityPolicy.NONE) {
            draft.crypto = new Observation.Crypto(
                    null,
                    null,
                    null,
                    bothWays && !isDecided() ? policyName : null,
                    policyName,
                    null,
                    null,
                    bothWays || isDecided() ? Boolean.TRUE : null,
                    null,
                    null,
                    null);
        }
        if (isDecided()) {
            if (signedOnly) {
                OwnProtection.explain(
                        draft, "opcua in clear: signed, which guards its integrity and not its confidentiality");
            } else if (policy == SecurityPolicy.NONE) {
                OwnProtection.explain(draft, "opcua in clear: security policy None");
            }
        } else if (!bothWays) {
            OwnProtection.incomplete(draft, "no messages of OPC UA were seen both ways");
        } else if (policy.strength() == SecurityPolicy.Strength.ACCEPTED) {
            OwnProtection.accept(draft, "OPC UA signed and encrypted under " + policyName);
        } else if (policy.strength() == SecurityPolicy.Strength.WEAK) {
            OwnProtection.weak(draft, "OPC UA signed and encrypted under " + policyName + ", which rests on SHA-1");
        } else {
            OwnProtection.hidden(draft, "OPC UA encrypted under a policy that is not known");
        }
    }

    /** What both sides named. */
    private SecurityPolicy policy() {
        return policies[0] == policies[1] ? policies[0] : SecurityPolicy.UNKNOWN;
    }

    private void onMessage(Side side, ByteCursor message) {
        int type = UaMessage.type(message);
        if (UaMessage.hasClearSequence(message) && type != Peek.NONE) {
            if (UaMessage.isDiscovery(type)) {
                return;
            }
            signedOnly = policy().strength() != SecurityPolicy.Strength.CLEAR && policy() != SecurityPolicy.UNKNOWN;
            decide(true);
            if (side == Side.CLIENT) {
                onUserToken(message);
            }
        } else if (UaMessage.hasHiddenSequence(message) && type == Peek.NONE && !encrypted[side.ordinal()]) {
            encrypted[side.ordinal()] = true;
            if (encrypted[side.other().ordinal()]) {
                tell();
            }
        }
    }

    /** UserNameIdentityToken, OPC 10000-4 section 7.40.4: policy, user, password, algorithm; without an algorithm in clear. */
    private void onUserToken(ByteCursor message) {
        int token = Peek.indexOf(message, USER_NAME_TOKEN, UaMessage.BODY_OFFSET);
        if (token < 0) {
            return;
        }
        int at = token + USER_NAME_TOKEN.length() + 4;
        for (int field = 0; field < 3 && at >= 0; field++) {
            long length = Peek.u32le(message, at);
            if (length < 0 || length > message.remaining()) {
                return;
            }
            if (field == 2 && length == 0) {
                return;
            }
            at += 4 + (int) length;
        }
        long algorithm = Peek.u32le(message, at);
        if (algorithm == 0 || algorithm == 0xffffffffL) {
            expose(Credentials.SECRET);
        }
    }
}
