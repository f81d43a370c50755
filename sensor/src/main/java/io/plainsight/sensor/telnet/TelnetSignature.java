package io.plainsight.sensor.telnet;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.Ascii;

/**
 * Telnet (RFC 854) by the option negotiation that a side begins with. Two negotiations decide, or one before at least eight
 * bytes of text; one alone may be chance (a hundred thousand random connections would hold one).
 */
public final class TelnetSignature implements ProtocolSignature {
    static final String TELNET = "telnet";

    private static final int NEGOTIATION_LENGTH = 3;
    private static final int TEXT_LENGTH = 8;

    @Override
    public String protocol() {
        return TELNET;
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts("Telnet", ProtocolFacts.Kind.CLEAR, "RFC 854", "logins");
    }

    @Override
    public StreamDissector open() {
        return new TelnetDissector();
    }

    @Override
    public Match match(Side side, ByteCursor in) {
        for (int count = 0; count < 2; count++) {
            if (!mayNegotiate(in)) {
                return count == 0 ? Match.NO : matchText(in);
            }
            if (in.remaining() < NEGOTIATION_LENGTH) {
                return Match.MAYBE;
            }
            in.skip(NEGOTIATION_LENGTH);
        }
        return Match.YES;
    }

    private static boolean mayNegotiate(ByteCursor in) {
        return (in.peek(0) < 0 || in.peek(0) == TelnetCommand.IAC)
                && (in.peek(1) < 0 || TelnetCommand.isNegotiation(in.peek(1)))
                && (in.peek(2) < 0 || TelnetCommand.isOption(in.peek(2)));
    }

    private static Match matchText(ByteCursor in) {
        for (int i = 0; i < TEXT_LENGTH; i++) {
            int b = in.peek(i);
            if (b < 0) {
                return Match.MAYBE;
            }
            if (!Ascii.isPrintable(b) && b != '\r' && b != '\n') {
                return Match.NO;
            }
        }
        return Match.YES;
    }
}
