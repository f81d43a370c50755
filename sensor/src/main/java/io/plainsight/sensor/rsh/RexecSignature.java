package io.plainsight.sensor.rsh;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameSignature;

/** Rexec by the client's first fields, with an unprivileged port for standard error. */
public final class RexecSignature extends FrameSignature {
    static final String REXEC = "rexec";

    public RexecSignature() {
        super(
                REXEC,
                new ProtocolFacts("rexec", ProtocolFacts.Kind.CLEAR, "BSD rexec(3)", "passwords"),
                () -> new RemoteShellDissector(REXEC));
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        if (side == Side.SERVER) {
            // a single zero, then what the command prints
            return in.remaining() <= 1 && in.peek(0) <= 0 ? Match.MAYBE : Match.NO;
        }
        int port = RemoteShell.port(in);
        if (port < 0) {
            return port == RemoteShell.INCOMPLETE ? Match.MAYBE : Match.NO;
        }
        return port >= RemoteShell.FIRST_UNPRIVILEGED ? Match.YES : Match.NO;
    }
}
