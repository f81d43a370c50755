package io.plainsight.sensor.iscsi;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.FrameDissector;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.text.Credentials;

/**
 * iSCSI. The login proves a secret by CHAP or not at all; blocks of disks follow in clear (protection comes from IPsec,
 * RFC 7143 section 9.3). Digests, which come into use behind the login, are not needed: the first command decides.
 */
public final class IscsiDissector extends FrameDissector {
    public IscsiDissector() {
        super(IscsiSignature.ISCSI, Bhs.LENGTH);
    }

    @Override
    protected int frameLength(Side side, ByteCursor in) {
        return Bhs.unitLength(in);
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame, int length) {
        if (side == Side.SERVER) {
            return;
        }
        int opcode = frame.peek(0) & Bhs.OPCODE_MASK;
        if (opcode == Bhs.LOGIN_REQUEST) {
            decide(false);
            if (Peek.indexOf(frame, "CHAP_R=", Bhs.LENGTH) >= 0) {
                expose(Credentials.DERIVED);
            }
        } else if (opcode == Bhs.SCSI_COMMAND || opcode == Bhs.TEXT_REQUEST) {
            decide(true);
            finish();
        }
    }
}
