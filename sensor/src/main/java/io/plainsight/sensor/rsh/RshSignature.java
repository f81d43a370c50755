package io.plainsight.sensor.rsh;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameSignature;

/** Rsh by the client's first fields, with a privileged port or none for standard error. */
public final class RshSignature extends FrameSignature {
    static final String RSH = "rsh";

    public RshSignature() {
        super(
                RSH,
                new ProtocolFacts("rsh", ProtocolFacts.Kind.CLEAR, "BSD rcmd(3)", "the command; trust by address"),
                () -> new RemoteShellDissector(RSH));
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
        return port < RemoteShell.FIRST_UNPRIVILEGED ? Match.YES : Match.NO;
    }
}
