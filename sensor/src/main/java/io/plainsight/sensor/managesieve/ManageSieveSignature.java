package io.plainsight.sensor.managesieve;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.TextSignature;

/**
 * ManageSieve (RFC 5804) by the quoted capabilities with which the server greets, two of them: IMPLEMENTATION, SIEVE and
 * VERSION are mandatory. Of a client alone, by commands with a quoted argument that no neighbour has.
 */
public final class ManageSieveSignature extends TextSignature {
    static final String MANAGESIEVE = "managesieve";

    public ManageSieveSignature() {
        super(MANAGESIEVE);
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "ManageSieve", ProtocolFacts.Kind.UPGRADABLE, "RFC 5804", "STARTTLS, AUTHENTICATE, scripts");
    }

    @Override
    public StreamDissector open() {
        return new ManageSieveDissector();
    }

    @Override
    protected Match matchClientLine(ByteCursor line, int index) {
        boolean own = Ascii.startsWith(line, "AUTHENTICATE \"")
                || Ascii.startsWith(line, "PUTSCRIPT \"")
                || Ascii.startsWith(line, "HAVESPACE \"")
                || Ascii.startsWith(line, "SETACTIVE \"")
                || Ascii.startsWith(line, "GETSCRIPT \"")
                || Ascii.is(line, "LISTSCRIPTS");
        if (own) {
            return Match.YES;
        }
        boolean shared = Ascii.is(line, "STARTTLS") || Ascii.is(line, "CAPABILITY") || Ascii.firstWordIs(line, "NOOP");
        return shared ? Match.MAYBE : Match.NO;
    }

    @Override
    protected Match matchServerLine(ByteCursor line, int index) {
        boolean mandatory = Ascii.startsWith(line, "\"IMPLEMENTATION\" \"")
                || Ascii.startsWith(line, "\"SIEVE\" \"")
                || Ascii.startsWith(line, "\"VERSION\" \"1.");
        if (mandatory && index > 0) {
            return Match.YES;
        }
        return line.peek(0) == '"' && line.peek(1) != '"' && line.peek(line.remaining() - 1) == '"'
                ? Match.MAYBE
                : Match.NO;
    }
}
