package io.plainsight.sensor.rdp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.PlaintextDissector;

/**
 * RDP's negotiation ([MS-RDPBCGR] 2.2.1): any protocol selected but 0 is TLS, with or without CredSSP inside. Standard RDP
 * security encrypts in its own way and is left undecided.
 */
public final class RdpDissector extends PlaintextDissector {
    public RdpDissector() {
        super(RdpSignature.RDP);
    }

    @Override
    protected boolean readUnit(Side side, ByteCursor in) {
        int code = side == Side.CLIENT ? X224.CONNECTION_REQUEST : X224.CONNECTION_CONFIRM;
        if (!X224.mayBe(in, code)) {
            finish();
            return false;
        }
        if (in.remaining() < X224.HEADER_LENGTH || in.remaining() < X224.length(in)) {
            return false;
        }
        int negotiation = X224.negotiationOffset(in);
        int type = in.peek(negotiation);
        boolean anyProtocol = negotiation > 0 && in.peek(negotiation + 4) != 0;
        in.skip(X224.length(in));
        if (side == Side.CLIENT) {
            if (anyProtocol) {
                upgrade.request();
            }
        } else if (type == X224.NEGOTIATION_RESPONSE && anyProtocol) {
            upgrade.accept();
            startTls();
        } else {
            if (upgrade.isWaiting()) {
                upgrade.refuse();
            }
            finish();
        }
        return true;
    }

    @Override
    protected void resync(Side side) {
        finish();
    }
}
