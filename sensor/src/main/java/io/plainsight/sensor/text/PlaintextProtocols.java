package io.plainsight.sensor.text;

import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.ftp.FtpSignature;
import io.plainsight.sensor.http.HttpSignature;
import io.plainsight.sensor.imap.ImapSignature;
import io.plainsight.sensor.pop3.Pop3Signature;
import io.plainsight.sensor.smtp.SmtpSignature;
import io.plainsight.sensor.telnet.TelnetSignature;
import java.util.List;

/** The signatures of the protocols that begin in clear, the strictest first; the first {@code YES} of either side decides. */
public final class PlaintextProtocols {
    private static final List<ProtocolSignature> SIGNATURES = List.of(
            new HttpSignature(),
            new TelnetSignature(),
            new ImapSignature(),
            new SmtpSignature(),
            new FtpSignature(),
            new Pop3Signature());

    private PlaintextProtocols() {}

    public static List<ProtocolSignature> signatures() {
        return SIGNATURES;
    }
}
