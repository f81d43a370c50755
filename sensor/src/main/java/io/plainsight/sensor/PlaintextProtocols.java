package io.plainsight.sensor;

import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dns.DnsStreamSignature;
import io.plainsight.sensor.ftp.FtpSignature;
import io.plainsight.sensor.http.HttpSignature;
import io.plainsight.sensor.imap.ImapSignature;
import io.plainsight.sensor.irc.IrcSignature;
import io.plainsight.sensor.kerberos.KerberosStreamSignature;
import io.plainsight.sensor.ldap.LdapSignature;
import io.plainsight.sensor.mysql.MysqlSignature;
import io.plainsight.sensor.nntp.NntpSignature;
import io.plainsight.sensor.pop3.Pop3Signature;
import io.plainsight.sensor.postgresql.PostgresqlSignature;
import io.plainsight.sensor.rdp.RdpSignature;
import io.plainsight.sensor.smtp.SmtpSignature;
import io.plainsight.sensor.socks.SocksSignature;
import io.plainsight.sensor.telnet.TelnetSignature;
import io.plainsight.sensor.xmpp.XmppSignature;
import java.util.List;

/** The signatures of the protocols that begin in clear, the strictest first; the first {@code YES} of either side decides. */
public final class PlaintextProtocols {
    private static final List<ProtocolSignature> SIGNATURES = List.of(
            new HttpSignature(),
            new XmppSignature(),
            new PostgresqlSignature(),
            new MysqlSignature(),
            new RdpSignature(),
            new ImapSignature(),
            new SmtpSignature(),
            new FtpSignature(),
            new Pop3Signature(),
            new NntpSignature(),
            new IrcSignature(),
            new TelnetSignature(),
            new LdapSignature(),
            new SocksSignature(),
            new KerberosStreamSignature(),
            new DnsStreamSignature());

    private PlaintextProtocols() {}

    /** One instance of each; they hold no state and serve every connection. */
    public static List<ProtocolSignature> signatures() {
        return SIGNATURES;
    }
}
