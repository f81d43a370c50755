package io.plainsight.sensor.dns;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;

/**
 * DNS over UDP (RFC 1035): one whole message that holds together to its last byte. With port 53 at the server's end, a
 * header and a question suffice, since captures cut answers short.
 */
public final class DnsSignature extends ClearDatagramSignature {
    static final String DNS = "dns";
    static final int PORT = 53;

    public DnsSignature() {
        super(
                DNS,
                new ProtocolFacts(
                        "DNS",
                        ProtocolFacts.Kind.NETWORK_SERVICE,
                        "RFC 1035, RFC 9460",
                        "names that it gives to addresses"),
                DnsDissector::new);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        int start = in.position();
        DnsMessage message = new DnsMessage();
        if (!message.readHeader(in) || side == Side.CLIENT == message.isResponse()) {
            return false;
        }
        if (serverPort == PORT) {
            return message.questions() <= 1
                    && message.questions() + message.records() > 0
                    && message.readQuestions(in, start)
                    && (message.questions() == 1 || message.readRecords(in, start));
        }
        return message.questions() == 1
                && message.readQuestions(in, start)
                && message.readRecords(in, start)
                && in.remaining() == 0;
    }
}
