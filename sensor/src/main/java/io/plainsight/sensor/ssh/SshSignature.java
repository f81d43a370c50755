package io.plainsight.sensor.ssh;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;

/**
 * SSH (RFC 4253 section 4.2): either side's identification string. A server may send other lines before it, a client may not,
 * so a server that begins otherwise is known by its client.
 */
public final class SshSignature implements ProtocolSignature {
    static final String PROTOCOL = "ssh";
    static final String PREFIX = "SSH-";

    /** Behind the prefix: major version, point, minor version. */
    private static final int VERSION_END = PREFIX.length() + 2;

    @Override
    public String protocol() {
        return PROTOCOL;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "SSH",
                ProtocolFacts.Kind.PROTECTION,
                "RFC 4253, RFC 9142",
                "software, algorithms offered and chosen, host key type and size, group size");
    }

    @Override
    public StreamDissector open() {
        return new SshDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        for (int i = 0; i < VERSION_END; i++) {
            int next = in.peek(i);
            if (next < 0) {
                return Match.MAYBE;
            }
            if (!fits(i, next)) {
                return Match.NO;
            }
        }
        return Match.YES;
    }

    private static boolean fits(int index, int b) {
        if (index < PREFIX.length()) {
            return b == PREFIX.charAt(index);
        }
        return index == PREFIX.length() ? b == '1' || b == '2' : b == '.';
    }
}
