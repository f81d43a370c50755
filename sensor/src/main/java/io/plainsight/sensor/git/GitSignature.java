package io.plainsight.sensor.git;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameSignature;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.text.Ascii;

/** Git's own transport by the client's first pkt-line: four hexadecimal digits of length, then {@code git-upload-pack /} and its kin. */
public final class GitSignature extends FrameSignature {
    static final String GIT = "git";

    public GitSignature() {
        super(
                GIT,
                new ProtocolFacts("Git", ProtocolFacts.Kind.CLEAR, "gitprotocol-pack(5)", "repositories in clear"),
                GitDissector::new);
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        for (int i = 0; i < 4; i++) {
            int b = in.peek(i);
            if (b >= 0 && !Ascii.isDigit(b) && (b < 0x61 || b > 0x66)) {
                return Match.NO;
            }
        }
        if (side == Side.SERVER) {
            // its first line begins with an object id, an error or a version
            return in.remaining() <= MAX_SERVER_LINE && Ascii.isText(in) ? Match.MAYBE : Match.NO;
        }
        for (String service : SERVICES) {
            if (Peek.may(in, 4, service)) {
                return in.remaining() < 4 + service.length() ? Match.MAYBE : Match.YES;
            }
        }
        return Match.NO;
    }

    private static final String[] SERVICES = {"git-upload-pack /", "git-receive-pack /", "git-upload-archive /"};
    private static final int MAX_SERVER_LINE = 64;
}
