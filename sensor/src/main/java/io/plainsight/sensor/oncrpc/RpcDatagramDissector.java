package io.plainsight.sensor.oncrpc;

import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramDissector;
import io.plainsight.sensor.dissect.Side;

/**
 * ONC RPC over UDP. The program tells NFS from the rest; the security flavour whether its data is in clear: only RPCSEC_GSS with
 * the service "privacy" (RFC 2203 section 5.3.2) encrypts it, with what is agreed by GSS-API and not in sight.
 */
final class RpcDatagramDissector extends ClearDatagramDissector {
    private static final long PORTMAP = 100_000;
    private static final long NFS = 100_003;
    private static final long MOUNT = 100_005;
    private static final int RPCSEC_GSS = 6;
    private static final int SERVICE_PRIVACY = 3;
    private static final int GSS_DATA = 0;
    private static final int NULL_PROCEDURE = 0;

    private boolean nfs;

    RpcDatagramDissector() {
        super(RpcDatagramSignature.RPC);
    }

    @Override
    public String protocol() {
        return nfs ? "nfs" : RpcDatagramSignature.RPC;
    }

    @Override
    protected void read(Side side, ByteCursor in) {
        in.skip(4);
        if (in.u32() != RpcDatagramSignature.CALL) {
            decide(false);
            return;
        }
        in.skip(4);
        long program = in.u32();
        in.skip(4);
        long procedure = in.u32();
        nfs |= program == NFS || program == MOUNT;
        boolean data = program != PORTMAP && procedure != NULL_PROCEDURE;
        if (in.u32() == RPCSEC_GSS && isPrivate(in)) {
            judge(
                    Protection.UNKNOWN,
                    Reasons.CRYPTO_ALGORITHM_HIDDEN,
                    "RPCSEC_GSS with privacy, whose algorithm is agreed out of sight");
        } else {
            decide(data);
        }
    }

    /** {@code version(4) gss_proc(4) seq_num(4) service(4)} behind the credential's length. */
    private static boolean isPrivate(ByteCursor in) {
        in.skip(8);
        boolean data = in.u32() == GSS_DATA;
        in.skip(4);
        return data && in.u32() == SERVICE_PRIVACY && in.ok();
    }
}
