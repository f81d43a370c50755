package io.plainsight.sensor.ftp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.ReplyLine;
import io.plainsight.sensor.text.TextSignature;

/**
 * FTP's control connection (RFC 959). A {@code 220} greeting decides when it names the protocol or when a reply follows that
 * SMTP does not give there; a client's FEAT, SYST or AUTH TLS decides, USER alone does not (POP3 and IRC have it too).
 */
public final class FtpSignature extends TextSignature {
    static final String FTP = "ftp";

    public FtpSignature() {
        super(FTP);
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "FTP",
                ProtocolFacts.Kind.UPGRADABLE,
                "RFC 959, RFC 4217",
                "AUTH TLS, PROT in clear, GSI, logins, the data connections that it announces");
    }

    @Override
    public StreamDissector open() {
        return new FtpDissector();
    }

    @Override
    protected Match matchClientLine(ByteCursor line, int index) {
        boolean own = Ascii.is(line, "FEAT")
                || Ascii.is(line, "SYST")
                || Ascii.is(line, "AUTH TLS")
                || Ascii.is(line, "AUTH SSL")
                || Ascii.is(line, "AUTH GSSAPI")
                || Ascii.startsWith(line, "OPTS UTF8")
                || index > 0 && isTransferSetup(line);
        if (own) {
            return Match.YES;
        }
        boolean shared = Ascii.startsWith(line, "USER ")
                || Ascii.startsWith(line, "PASS ")
                || Ascii.startsWith(line, "HOST ")
                || Ascii.startsWith(line, "CLNT ")
                || Ascii.is(line, "QUIT")
                || Ascii.is(line, "NOOP");
        return shared ? Match.MAYBE : Match.NO;
    }

    @Override
    protected Match matchServerLine(ByteCursor line, int index) {
        ReplyLine reply = new ReplyLine().wrap(line);
        if (index == 0) {
            if (reply.code() != 220 && reply.code() != 421) {
                return Match.NO;
            }
            return Ascii.contains(line, "SMTP") ? Match.NO : Ascii.contains(line, "FTP") ? Match.YES : Match.MAYBE;
        }
        return switch (reply.code()) {
            case 220, 421 ->
                Ascii.contains(line, "SMTP") ? Match.NO : Ascii.contains(line, "FTP") ? Match.YES : Match.MAYBE;
            case 200, 202, 211, 215, 227, 230, 234, 257, 331, 332, 334, 530 -> Match.YES;
            // the lines of a reply between its first and last may be any text (RFC 959 section 4.2)
            case ReplyLine.NO_CODE, 221, 500, 501, 502, 503, 504 -> Match.MAYBE;
            default -> Match.NO;
        };
    }

    private static boolean isTransferSetup(ByteCursor line) {
        return Ascii.is(line, "PASV")
                || Ascii.is(line, "EPSV")
                || Ascii.is(line, "PWD")
                || Ascii.is(line, "TYPE I")
                || Ascii.is(line, "TYPE A")
                || Ascii.startsWith(line, "PORT ")
                || Ascii.startsWith(line, "EPRT |");
    }
}
