package io.plainsight.sensor.tftp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Ascii;

/**
 * TFTP by the request that begins a transfer (RFC 1350 section 5): opcode, file name, mode, options (RFC 2347). The server
 * answers from another port (section 4), so the transfer itself is another connection, whose blocks have no mark.
 */
public final class TftpSignature extends ClearDatagramSignature {
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int MAX_NAME = 512;

    public TftpSignature() {
        super(
                "tftp",
                new ProtocolFacts("TFTP", ProtocolFacts.Kind.CLEAR, "RFC 1350, RFC 2347", "requests to read or write"),
                true);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        int opcode = in.u16();
        if (side != Side.CLIENT || opcode != READ && opcode != WRITE) {
            return false;
        }
        int name = textLength(in);
        if (name <= 0) {
            return false;
        }
        in.skip(name + 1);
        int mode = textLength(in);
        boolean known = mode > 0
                && (Ascii.startsWith(in, "OCTET") || Ascii.startsWith(in, "NETASCII") || Ascii.startsWith(in, "MAIL"));
        return known && mode <= "NETASCII".length();
    }

    /** Bytes of text before a zero; -1 when there is none. */
    private static int textLength(ByteCursor in) {
        for (int i = 0; i < MAX_NAME; i++) {
            int b = in.peek(i);
            if (b == 0) {
                return i;
            }
            if (!Ascii.isText(b)) {
                return -1;
            }
        }
        return -1;
    }
}
