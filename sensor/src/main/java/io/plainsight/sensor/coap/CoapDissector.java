package io.plainsight.sensor.coap;

import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramDissector;
import io.plainsight.sensor.dissect.Side;

/** CoAP: in clear, unless each message bears the OSCORE option (RFC 8613), whose algorithm was agreed beforehand. */
final class CoapDissector extends ClearDatagramDissector {
    private final CoapMessage message = new CoapMessage();

    CoapDissector() {
        super(CoapSignature.COAP);
    }

    @Override
    protected void read(Side side, ByteCursor in) {
        if (!message.read(in) || message.code() == 0) {
            // an empty message: an acknowledgement or a ping
            return;
        }
        if (message.isOscore()) {
            judge(
                    Protection.UNKNOWN,
                    Reasons.CRYPTO_ALGORITHM_HIDDEN,
                    "CoAP under OSCORE, whose algorithm is agreed out of sight");
        } else {
            decide(true);
            finish();
        }
    }
}
