package io.plainsight.sensor.tftp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramDissector;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;

/**
 * The transfer that follows a TFTP request to read, from the port that the server chose (RFC 1350 section 4): numbered blocks from
 * the server, acknowledgements from the client. One of them proves little, so that only three in a row decide; a shorter
 * transfer, and one to the server, stays unknown.
 */
public final class TftpTransferSignature implements DatagramSignature {
    private static final String TFTP = "tftp";
    private static final int DATA = 3;
    private static final int ACKNOWLEDGEMENT = 4;
    /** Blocks that can be among the first datagrams. */
    private static final int LAST_EARLY_BLOCK = 3;

    private static final int HEADER_LENGTH = 4;
    /** RFC 1350 section 2; other sizes are agreed by an option, and begin with an OACK. */
    private static final int BLOCK_LENGTH = 512;

    @Override
    public String protocol() {
        return TFTP;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts("TFTP transfer", ProtocolFacts.Kind.CLEAR, "RFC 1350", "that files are in clear");
    }

    @Override
    public Match match(Side side, int clientPort, int serverPort, ByteCursor in) {
        int length = in.remaining();
        int opcode = in.u16();
        int block = in.u16();
        boolean early = in.ok() && block >= 1 && block <= LAST_EARLY_BLOCK;
        boolean data = side == Side.SERVER && opcode == DATA && length == HEADER_LENGTH + BLOCK_LENGTH;
        boolean acknowledgement = side == Side.CLIENT && opcode == ACKNOWLEDGEMENT && length == HEADER_LENGTH;
        return early && (data || acknowledgement) ? Match.MAYBE : Match.NO;
    }

    @Override
    public DatagramDissector open() {
        return new Transfer();
    }

    /**
     * Three datagrams that are nothing else have come; both kinds must be among them. The request's connection answers for the
     * user data: every transfer has a port of its own, and an alert for each would be noise.
     */
    private static final class Transfer extends ClearDatagramDissector {
        private boolean data;
        private boolean acknowledgement;

        Transfer() {
            super(TFTP);
        }

        @Override
        protected void read(Side side, ByteCursor in) {
            data |= side == Side.SERVER;
            acknowledgement |= side == Side.CLIENT;
            if (data && acknowledgement) {
                decide(false);
                finish();
            }
        }
    }
}
