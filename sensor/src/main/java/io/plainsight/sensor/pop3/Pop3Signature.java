package io.plainsight.sensor.pop3;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.TextSignature;

/**
 * POP3 (RFC 1939). The client's CAPA, STLS or APOP decides; USER does not, for FTP has it too. A server's {@code +OK} greeting
 * decides when it names the protocol or bears an APOP time stamp, or when a second reply follows; Redis says {@code +OK} as
 * well, without text.
 */
public final class Pop3Signature extends TextSignature {
    static final String POP3 = "pop3";

    private static final int OK_LENGTH = 3;

    public Pop3Signature() {
        super(POP3);
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "POP3", ProtocolFacts.Kind.UPGRADABLE, "RFC 1939, RFC 2595", "STLS, USER and PASS, APOP, AUTH");
    }

    @Override
    public StreamDissector open() {
        return new Pop3Dissector();
    }

    @Override
    protected Match matchClientLine(ByteCursor line, int index) {
        if (Ascii.is(line, "CAPA") || Ascii.is(line, "STLS") || Ascii.startsWith(line, "APOP ")) {
            return Match.YES;
        }
        if (index > 0) {
            boolean mailbox = Ascii.is(line, "STAT") || Ascii.is(line, "UIDL") || Ascii.startsWith(line, "RETR ");
            if (mailbox && !Ascii.contains(line, "/") && !Ascii.contains(line, ".")) {
                return Match.YES;
            }
        }
        boolean shared = Ascii.startsWith(line, "USER ")
                || Ascii.startsWith(line, "PASS ")
                || Ascii.firstWordIs(line, "AUTH")
                || Ascii.is(line, "QUIT")
                || Ascii.is(line, "NOOP");
        return shared ? Match.MAYBE : Match.NO;
    }

    @Override
    protected Match matchServerLine(ByteCursor line, int index) {
        boolean ok = Ascii.firstWordIs(line, "+OK");
        if (index == 0) {
            if (!ok || line.remaining() <= OK_LENGTH + 1) {
                return Match.NO;
            }
            boolean named = Ascii.contains(line, "POP") || Ascii.contains(line, "<") && Ascii.contains(line, "@");
            return named ? Match.YES : Match.MAYBE;
        }
        return ok || Ascii.firstWordIs(line, "-ERR") ? Match.YES : Match.NO;
    }
}
