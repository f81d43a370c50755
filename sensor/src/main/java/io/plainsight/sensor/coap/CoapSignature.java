package io.plainsight.sensor.coap;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;

/**
 * CoAP (RFC 7252 section 3): four bytes, a token, options to the payload. Its marks are few, so port 5683 has to stand at
 * the server's end.
 */
public final class CoapSignature extends ClearDatagramSignature {
    static final String COAP = "coap";

    private static final int PORT = 5683;
    /** Requests have class 0, responses 2, 4 or 5 (section 12.1). */
    private static final int SERVER_ERROR = 5;

    public CoapSignature() {
        super(
                COAP,
                new ProtocolFacts(
                        "CoAP", ProtocolFacts.Kind.UPGRADABLE, "RFC 7252, RFC 8613", "whether OSCORE protects it"),
                CoapDissector::new);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        CoapMessage message = new CoapMessage();
        if (serverPort != PORT || !message.read(in)) {
            return false;
        }
        int codeClass = message.code() >> 5;
        boolean response = codeClass == 2 || codeClass == 4 || codeClass == SERVER_ERROR;
        return codeClass == 0 || response && side == Side.SERVER;
    }
}
