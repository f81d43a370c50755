package io.plainsight.sensor.oncrpc;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;

/**
 * ONC RPC over UDP (RFC 5531 section 9): a call with version 2 of RPC and a program number that is assigned, or a reply.
 *
 * <pre>
 *   call:  xid(4) 0(4) rpcvers(4) prog(4) vers(4) proc(4) cred: flavor(4) length(4) body, verf likewise, arguments
 *   reply: xid(4) 1(4) 0(4) verf: flavor(4) length(4) body, accept_stat(4), results
 * </pre>
 */
public final class RpcDatagramSignature extends ClearDatagramSignature {
    static final String RPC = "rpc";
    static final int CALL = 0;
    static final int REPLY = 1;
    /** RFC 5531 section 8.2: the body of an opaque_auth. */
    static final int MAX_AUTH = 400;

    private static final int RPC_VERSION = 2;
    /** RFC 5531 section 8.3: defined by the assigning authority, 0x2… by sites, 0x4… transient. */
    private static final long MAX_PROGRAM = 0x5fff_ffffL;

    private static final long MAX_VERSION = 100;
    private static final int MAX_FLAVOR = 6;
    private static final int MAX_ACCEPT_STATUS = 5;

    public RpcDatagramSignature() {
        super(
                RPC,
                new ProtocolFacts(
                        "ONC RPC over UDP",
                        ProtocolFacts.Kind.UPGRADABLE,
                        "RFC 5531, RFC 2203",
                        "NFS, the security flavour"),
                RpcDatagramDissector::new);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        in.skip(4);
        long type = in.u32();
        if (type == CALL && side == Side.CLIENT) {
            boolean version = in.u32() == RPC_VERSION;
            long program = in.u32();
            boolean sane = program > 0 && program <= MAX_PROGRAM && in.u32() <= MAX_VERSION && in.u32() <= MAX_VERSION;
            return version && sane && isAuth(in) && isAuth(in);
        }
        return type == REPLY
                && side == Side.SERVER
                && in.u32() == 0
                && isAuth(in)
                && in.u32() <= MAX_ACCEPT_STATUS
                && in.ok();
    }

    private static boolean isAuth(ByteCursor in) {
        long flavor = in.u32();
        long length = in.u32();
        if (flavor > MAX_FLAVOR || length > MAX_AUTH || (length & 3) != 0) {
            return false;
        }
        in.skip((int) length);
        return in.ok();
    }
}
