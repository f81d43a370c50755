package io.plainsight.sensor.dns;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;

/** DNS over TCP (RFC 1035 section 4.2.2, RFC 7766): two bytes of length, then a message that holds together to its last byte. */
public final class DnsStreamSignature implements ProtocolSignature {
    private static final int PREFIX = 2;
    private static final int ID = 2;

    @Override
    public String protocol() {
        return DnsSignature.DNS;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "DNS over TCP",
                ProtocolFacts.Kind.NETWORK_SERVICE,
                "RFC 7766, RFC 1035",
                "names that it gives to addresses");
    }

    @Override
    public StreamDissector open() {
        return new DnsStreamDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        if (in.remaining() <= PREFIX + ID) {
            return Match.MAYBE;
        }
        int length = in.u16();
        if (length <= DnsMessage.HEADER_LENGTH) {
            return Match.NO;
        }
        DnsMessage message = new DnsMessage();
        ByteCursor head = new ByteCursor().wrap(in);
        boolean whole = in.remaining() >= length;
        if (head.remaining() < DnsMessage.HEADER_LENGTH) {
            return Match.MAYBE;
        }
        boolean sane =
                message.readHeader(head) && message.isResponse() == (side == Side.SERVER) && message.questions() == 1;
        if (!sane) {
            return Match.NO;
        }
        if (!whole) {
            return Match.MAYBE;
        }
        ByteCursor body = new ByteCursor();
        in.slice(length, body);
        return new DnsMessage().isWhole(body) ? Match.YES : Match.NO;
    }
}
