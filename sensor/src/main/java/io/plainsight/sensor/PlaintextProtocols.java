package io.plainsight.sensor;

import io.plainsight.sensor.adb.AdbSignature;
import io.plainsight.sensor.afp.AfpSignature;
import io.plainsight.sensor.amqp.AmqpSignature;
import io.plainsight.sensor.bgp.BgpSignature;
import io.plainsight.sensor.cassandra.CassandraSignature;
import io.plainsight.sensor.cassandra.InternodeSignature;
import io.plainsight.sensor.clickhouse.ClickhouseSignature;
import io.plainsight.sensor.diameter.DiameterSignature;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dnp3.Dnp3Signature;
import io.plainsight.sensor.dns.DnsStreamSignature;
import io.plainsight.sensor.elasticsearch.ElasticsearchSignature;
import io.plainsight.sensor.enip.EnipSignature;
import io.plainsight.sensor.ftp.FtpSignature;
import io.plainsight.sensor.git.GitSignature;
import io.plainsight.sensor.http.HttpSignature;
import io.plainsight.sensor.iec104.Iec104Signature;
import io.plainsight.sensor.imap.ImapSignature;
import io.plainsight.sensor.irc.IrcSignature;
import io.plainsight.sensor.iscsi.IscsiSignature;
import io.plainsight.sensor.kafka.KafkaSignature;
import io.plainsight.sensor.kerberos.KerberosStreamSignature;
import io.plainsight.sensor.ldap.LdapSignature;
import io.plainsight.sensor.managesieve.ManageSieveSignature;
import io.plainsight.sensor.memcached.MemcachedSignature;
import io.plainsight.sensor.modbus.ModbusSignature;
import io.plainsight.sensor.mongodb.MongodbSignature;
import io.plainsight.sensor.mqtt.MqttSignature;
import io.plainsight.sensor.mysql.MysqlSignature;
import io.plainsight.sensor.nats.NatsSignature;
import io.plainsight.sensor.nntp.NntpSignature;
import io.plainsight.sensor.opcua.OpcuaSignature;
import io.plainsight.sensor.pop3.Pop3Signature;
import io.plainsight.sensor.postgresql.PostgresqlSignature;
import io.plainsight.sensor.pptp.PptpSignature;
import io.plainsight.sensor.pulsar.PulsarSignature;
import io.plainsight.sensor.rdp.RdpSignature;
import io.plainsight.sensor.redis.RedisSignature;
import io.plainsight.sensor.rlogin.RloginSignature;
import io.plainsight.sensor.rpc.RpcSignature;
import io.plainsight.sensor.rsh.RexecSignature;
import io.plainsight.sensor.rsh.RshSignature;
import io.plainsight.sensor.rsync.RsyncSignature;
import io.plainsight.sensor.rtsp.RtspSignature;
import io.plainsight.sensor.s7comm.S7commSignature;
import io.plainsight.sensor.sip.SipStreamSignature;
import io.plainsight.sensor.smb.SmbSignature;
import io.plainsight.sensor.smtp.LmtpSignature;
import io.plainsight.sensor.smtp.SmtpSignature;
import io.plainsight.sensor.socks.SocksSignature;
import io.plainsight.sensor.stomp.StompSignature;
import io.plainsight.sensor.svn.SvnSignature;
import io.plainsight.sensor.syslog.SyslogStreamSignature;
import io.plainsight.sensor.tacacs.TacacsSignature;
import io.plainsight.sensor.telnet.TelnetSignature;
import io.plainsight.sensor.tns.TnsSignature;
import io.plainsight.sensor.vnc.VncSignature;
import io.plainsight.sensor.x11.X11Signature;
import io.plainsight.sensor.xmpp.XmppSignature;
import io.plainsight.sensor.zookeeper.ZookeeperSignature;
import java.util.List;

/** The signatures of the protocols that begin in clear, the strictest first; the first {@code YES} of either side decides. */
public final class PlaintextProtocols {
    private static final List<ProtocolSignature> SIGNATURES = List.of(
            new HttpSignature(),
            new XmppSignature(),
            new SmbSignature(),
            new VncSignature(),
            new PptpSignature(),
            new Dnp3Signature(),
            new OpcuaSignature(),
            new AdbSignature(),
            new GitSignature(),
            new SvnSignature(),
            new RsyncSignature(),
            RpcSignature.nfs(),
            RpcSignature.mount(),
            RpcSignature.portmap(),
            RpcSignature.nfsAuxiliary(),
            new EnipSignature(),
            new IscsiSignature(),
            new X11Signature(),
            new AfpSignature(),
            new TacacsSignature(),
            new S7commSignature(),
            new SipStreamSignature(),
            new RtspSignature(),
            new PostgresqlSignature(),
            new MysqlSignature(),
            new RdpSignature(),
            new BgpSignature(),
            new ZookeeperSignature(),
            new AmqpSignature(),
            new MongodbSignature(),
            new PulsarSignature(),
            new TnsSignature(),
            new MqttSignature(),
            new NatsSignature(),
            new DiameterSignature(),
            new CassandraSignature(),
            new InternodeSignature(),
            new ElasticsearchSignature(),
            new KafkaSignature(),
            new ClickhouseSignature(),
            new ImapSignature(),
            new SmtpSignature(),
            new LmtpSignature(),
            new ManageSieveSignature(),
            new FtpSignature(),
            new Pop3Signature(),
            new NntpSignature(),
            new IrcSignature(),
            new TelnetSignature(),
            new LdapSignature(),
            new RloginSignature(),
            new RshSignature(),
            new RexecSignature(),
            new Iec104Signature(),
            new ModbusSignature(),
            new SocksSignature(),
            new KerberosStreamSignature(),
            new DnsStreamSignature(),
            new StompSignature(),
            new MemcachedSignature(),
            new RedisSignature(),
            new SyslogStreamSignature());

    private PlaintextProtocols() {}

    /** One instance of each; they hold no state and serve every connection. */
    public static List<ProtocolSignature> signatures() {
        return SIGNATURES;
    }
}
