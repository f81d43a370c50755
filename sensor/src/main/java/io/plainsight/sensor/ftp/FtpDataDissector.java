package io.plainsight.sensor.ftp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.PlaintextDissector;
import io.plainsight.sensor.text.TlsBytes;

/**
 * An FTP data connection that its control connection announced (RFC 959 section 3.2, RFC 2428). Bytes that begin no TLS
 * (PROT P, RFC 4217 section 9) are a file or a listing in clear. The ClientHello comes from FTP's client, which in active
 * mode is the end that was called.
 */
public final class FtpDataDissector extends PlaintextDissector {
    static final String FTP_DATA = "ftp-data";

    /** The bytes come again when they turn out to be no TLS. */
    private boolean tlsTried;

    public FtpDataDissector() {
        super(FTP_DATA);
    }

    @Override
    protected boolean readUnit(Side side, ByteCursor in) {
        if (!tlsTried && !hasGap(side) && TlsBytes.mayBeClientHello(in)) {
            if (TlsBytes.isClientHello(in)) {
                tlsTried = true;
                startTls();
            }
            return false;
        }
        decide(true);
        finish();
        return false;
    }

    /** Fewer bytes than a ClientHello's head begin a file as well as anything else. */
    @Override
    protected void atEnd() {
        if (!isSilent(Side.CLIENT) || !isSilent(Side.SERVER)) {
            decide(true);
        }
    }

    @Override
    protected void resync(Side side) {
        // what follows is no ClientHello any more
    }
}
