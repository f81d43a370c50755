package io.plainsight.sensor.nbns;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramDissector;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;

/**
 * NetBIOS datagrams in clear. Most carry a mailslot message of the browser protocol, whose frame is an SMB transaction
 * ([MS-CIFS] section 2.2.3.1): then {@code smb} is the application. An announcement is the network's own business.
 */
final class NetbiosDatagramDissector extends ClearDatagramDissector {
    /** Datagrams in which SMB is looked for; an end sends them all to the same port. */
    private static final int ENOUGH = 8;

    private static final int[] SMB_MARK = {0xff, 'S', 'M', 'B'};

    private boolean smb;

    NetbiosDatagramDissector() {
        super(NetbiosDatagramSignature.PROTOCOL);
    }

    @Override
    protected void read(Side side, ByteCursor in) {
        decide(false);
        if (NetbiosDatagramSignature.carriesData(in) && holdsSmb(in)) {
            smb = true;
            finish();
        }
    }

    @Override
    protected void addTo(ObservationDraft draft) {
        if (smb) {
            draft.application = "smb";
        }
    }

    @Override
    protected int maxDatagrams() {
        return ENOUGH;
    }

    private static boolean holdsSmb(ByteCursor in) {
        int destination = NetbiosName.end(in, NetbiosDatagramSignature.DATA_HEADER_LENGTH);
        int data = destination < 0 ? -1 : NetbiosName.end(in, destination);
        if (data < 0) {
            return false;
        }
        for (int i = 0; i < SMB_MARK.length; i++) {
            if (in.peek(data + i) != SMB_MARK[i]) {
                return false;
            }
        }
        return true;
    }
}
