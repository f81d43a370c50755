package io.plainsight.sensor.rpc;

import io.plainsight.events.Observation;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameDissector;
import io.plainsight.sensor.frame.OwnProtection;
import io.plainsight.sensor.frame.Peek;

/**
 * NFS and its kin over ONC RPC. AUTH_SYS and Kerberos without privacy leave files in clear; the privacy of RPCSEC_GSS (krb5p)
 * seals arguments and results, both of which must be seen sealed. A call with AUTH_TLS asks for TLS (RFC 9289), a reply with the
 * verifier {@code STARTTLS} grants it.
 */
final class RpcDissector extends FrameDissector {
    private static final int SERVICE_INTEGRITY = 2;
    private static final int SERVICE_PRIVACY = 3;
    private static final int GSS_DATA = 0;
    private static final int NULL_PROCEDURE = 0;
    private static final int NFS_VERSION_4 = 4;

    private final RpcProgram program;
    /** Whether the next fragment of a side goes on with a message whose head has passed. */
    private final boolean[] continued = new boolean[2];

    private final GssPayload[] sealed = {GssPayload.UNKNOWN, GssPayload.UNKNOWN};
    private int service = Peek.NONE;
    private boolean told;

    RpcDissector(RpcProgram program) {
        super(program.protocol(), Rpc.MARK_LENGTH);
        this.program = program;
    }

    @Override
    protected int frameLength(Side side, ByteCursor in) {
        int length = Rpc.fragmentLength(in);
        return length <= Rpc.MAX_FRAGMENT ? Rpc.MARK_LENGTH + length : NOT_A_FRAME;
    }

    @Override
    protected boolean mayResume(Side side, ByteCursor in) {
        boolean sure = in.remaining() >= Rpc.CREDENTIAL_OFFSET
                && (side == Side.CLIENT ? Rpc.mayBeCall(in) : Rpc.mayBeReply(in));
        if (sure) {
            continued[side.ordinal()] = false;
        }
        return sure;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame, int length) {
        boolean begins = !continued[side.ordinal()];
        continued[side.ordinal()] = !Rpc.isLastFragment(frame);
        if (!begins) {
            return;
        }
        long type = Peek.u32(frame, Rpc.TYPE_OFFSET);
        if (side == Side.CLIENT && type == Rpc.CALL) {
            onCall(frame);
        } else if (side == Side.SERVER && type == Rpc.REPLY) {
            onReply(frame);
        }
    }

    @Override
    protected void refine(ObservationDraft draft) {
        GssPayload worst = sealed[0].compareTo(sealed[1]) < 0 ? sealed[0] : sealed[1];
        if (service != Peek.NONE) {
            draft.crypto = new Observation.Crypto(
                    null,
                    null,
                    "Kerberos",
                    service == SERVICE_PRIVACY ? "krb5p" : null,
                    service == SERVICE_INTEGRITY ? "krb5i" : null,
                    null,
                    null,
                    sealed[0] != GssPayload.UNKNOWN && sealed[1] != GssPayload.UNKNOWN ? Boolean.TRUE : null,
                    null,
                    null,
                    null);
        }
        if (isDecided()) {
            if (service == SERVICE_INTEGRITY) {
                OwnProtection.explain(
                        draft, protocol() + " in clear: krb5i guards its integrity and not its confidentiality");
            }
        } else if (service == SERVICE_PRIVACY && worst == GssPayload.SEALED) {
            OwnProtection.accept(draft, "RPCSEC_GSS with privacy (krb5p), tokens of RFC 4121");
        } else if (service == SERVICE_PRIVACY && sealed[0] != GssPayload.UNKNOWN && sealed[1] != GssPayload.UNKNOWN) {
            OwnProtection.weak(draft, "RPCSEC_GSS with privacy (krb5p) by DES, 3DES or RC4 (RFC 1964, RFC 4757)");
        } else if (service == SERVICE_PRIVACY) {
            OwnProtection.hidden(draft, "RPCSEC_GSS with privacy, its tokens not seen both ways");
        } else {
            OwnProtection.incomplete(draft, "no call with data was seen");
        }
    }

    @Override
    protected void atEnd() {
        if (program == RpcProgram.PORTMAP) {
            decide(false);
        }
    }

    private void onCall(ByteCursor call) {
        long flavor = Peek.u32(call, Rpc.CREDENTIAL_OFFSET);
        long procedure = Peek.u32(call, Rpc.PROCEDURE_OFFSET);
        if (flavor == Rpc.AUTH_TLS) {
            upgrade.request();
        } else if (flavor == Rpc.RPCSEC_GSS) {
            onGssCall(call);
        } else if (procedure != NULL_PROCEDURE && flavor >= 0) {
            onClearCall(call, argumentsOffset(call));
        }
    }

    /** RPCSEC_GSS's credential, RFC 2203 section 5: version, procedure, sequence number, service, handle. */
    private void onGssCall(ByteCursor call) {
        int body = Rpc.CREDENTIAL_OFFSET + 8;
        if (Peek.u32(call, body) != 1 || Peek.u32(call, body + 4) != GSS_DATA) {
            return;
        }
        int called = (int) Math.max(0, Peek.u32(call, body + 12));
        if (service != SERVICE_PRIVACY) {
            service = called;
        }
        if (called == SERVICE_PRIVACY) {
            seal(Side.CLIENT, GssPayload.of(call, argumentsOffset(call)));
        } else if (Peek.u32(call, Rpc.PROCEDURE_OFFSET) != NULL_PROCEDURE) {
            int arguments = argumentsOffset(call);
            // under integrity a length and the sequence number stand before them, RFC 2203 section 5.3.2.2
            boolean moved = arguments >= 0 && called == SERVICE_INTEGRITY;
            onClearCall(call, moved ? arguments + 8 : arguments);
        }
    }

    private void onClearCall(ByteCursor call, int arguments) {
        boolean version4 = program == RpcProgram.NFS && Peek.u32(call, Rpc.PROGRAM_OFFSET + 4) == NFS_VERSION_4;
        if (!version4 || !NfsCompound.keepsStateOnly(call, arguments)) {
            decide(program != RpcProgram.PORTMAP);
            finish();
        }
    }

    private static int argumentsOffset(ByteCursor call) {
        int verifier = Rpc.skipAuth(call, Rpc.CREDENTIAL_OFFSET);
        return verifier < 0 ? verifier : Rpc.skipAuth(call, verifier);
    }

    private void onReply(ByteCursor reply) {
        if (upgrade.isWaiting()) {
            boolean granted = Peek.is(reply, Rpc.REPLY_VERIFIER_OFFSET + 8, "STARTTLS");
            if (granted && Peek.u32(reply, Rpc.VERSION_OFFSET) == 0) {
                upgrade.accept();
                startTls();
            } else {
                upgrade.refuse();
            }
            return;
        }
        if (service == SERVICE_PRIVACY && Peek.u32(reply, Rpc.REPLY_VERIFIER_OFFSET) == Rpc.RPCSEC_GSS) {
            int status = Rpc.skipAuth(reply, Rpc.REPLY_VERIFIER_OFFSET);
            if (status >= 0 && Peek.u32(reply, status) == 0) {
                seal(Side.SERVER, GssPayload.of(reply, status + 4));
            }
        }
    }

    private void seal(Side side, GssPayload payload) {
        if (payload == GssPayload.UNKNOWN) {
            return;
        }
        int index = side.ordinal();
        if (sealed[index] == GssPayload.UNKNOWN || payload.compareTo(sealed[index]) < 0) {
            sealed[index] = payload;
        }
        if (!told && sealed[side.other().ordinal()] != GssPayload.UNKNOWN) {
            told = true;
            tell();
        }
    }
}
