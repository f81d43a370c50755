package io.plainsight.sensor.stomp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.TextSignature;
import java.util.List;

/** STOMP by the first command, CONNECT, STOMP or CONNECTED, and a header field of it in the second line. */
public final class StompSignature extends TextSignature {
    static final String STOMP = "stomp";

    private static final List<String> CLIENT_FIELDS =
            List.of("ACCEPT-VERSION:", "HOST:", "LOGIN:", "PASSCODE:", "HEART-BEAT:", "CLIENT-ID:", "CONTENT-LENGTH:");
    private static final List<String> SERVER_FIELDS =
            List.of("VERSION:", "SESSION:", "SERVER:", "HEART-BEAT:", "USER-NAME:");

    public StompSignature() {
        super(STOMP);
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts("STOMP", ProtocolFacts.Kind.CLEAR, "STOMP 1.0 to 1.2", "passcode, messages");
    }

    @Override
    public StreamDissector open() {
        return new StompDissector();
    }

    @Override
    protected Match matchClientLine(ByteCursor line, int index) {
        if (index == 0) {
            return Ascii.is(line, "CONNECT") || Ascii.is(line, "STOMP") ? Match.MAYBE : Match.NO;
        }
        return startsWithOne(line, CLIENT_FIELDS);
    }

    @Override
    protected Match matchServerLine(ByteCursor line, int index) {
        if (index == 0) {
            return Ascii.is(line, "CONNECTED") ? Match.MAYBE : Match.NO;
        }
        return startsWithOne(line, SERVER_FIELDS);
    }

    private static Match startsWithOne(ByteCursor line, List<String> fields) {
        for (String field : fields) {
            if (Ascii.startsWith(line, field)) {
                return Match.YES;
            }
        }
        return Match.NO;
    }
}
