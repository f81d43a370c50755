package io.plainsight.sensor.rpc;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameSignature;
import io.plainsight.sensor.frame.Peek;

/** One program of ONC RPC over TCP by the client's first call; a reply does not name the program. */
public final class RpcSignature extends FrameSignature {
    private final RpcProgram program;

    private RpcSignature(RpcProgram program) {
        super(program.protocol(), program.facts(), () -> new RpcDissector(program));
        this.program = program;
    }

    public static RpcSignature nfs() {
        return new RpcSignature(RpcProgram.NFS);
    }

    public static RpcSignature mount() {
        return new RpcSignature(RpcProgram.MOUNT);
    }

    public static RpcSignature portmap() {
        return new RpcSignature(RpcProgram.PORTMAP);
    }

    /** Locks, status, quotas and access lists. */
    public static RpcSignature nfsAuxiliary() {
        return new RpcSignature(RpcProgram.NFS_AUXILIARY);
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        if (side == Side.SERVER) {
            return Rpc.mayBeReply(in) ? Match.MAYBE : Match.NO;
        }
        if (!Rpc.mayBeCall(in)) {
            return Match.NO;
        }
        long number = Peek.u32(in, Rpc.PROGRAM_OFFSET);
        if (number < 0) {
            return Match.MAYBE;
        }
        return RpcProgram.of(number) == program ? Match.YES : Match.NO;
    }
}
