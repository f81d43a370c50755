package io.plainsight.sensor;

import io.plainsight.sensor.amqp.AmqpSignature;
import io.plainsight.sensor.bgp.BgpSignature;
import io.plainsight.sensor.cassandra.CassandraSignature;
import io.plainsight.sensor.clickhouse.ClickhouseSignature;
import io.plainsight.sensor.diameter.DiameterSignature;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.ftp.FtpSignature;
import io.plainsight.sensor.http.HttpSignature;
import io.plainsight.sensor.imap.ImapSignature;
import io.plainsight.sensor.irc.IrcSignature;
import io.plainsight.sensor.kafka.KafkaSignature;
import io.plainsight.sensor.ldap.LdapSignature;
import io.plainsight.sensor.memcached.MemcachedSignature;
import io.plainsight.sensor.mongodb.MongodbSignature;
import io.plainsight.sensor.mqtt.MqttSignature;
import io.plainsight.sensor.mysql.MysqlSignature;
import io.plainsight.sensor.nats.NatsSignature;
import io.plainsight.sensor.nntp.NntpSignature;
import io.plainsight.sensor.pop3.Pop3Signature;
import io.plainsight.sensor.postgresql.PostgresqlSignature;
import io.plainsight.sensor.pulsar.PulsarSignature;
import io.plainsight.sensor.rdp.RdpSignature;
import io.plainsight.sensor.redis.RedisSignature;
import io.plainsight.sensor.rtsp.RtspSignature;
import io.plainsight.sensor.sip.SipStreamSignature;
import io.plainsight.sensor.smtp.SmtpSignature;
import io.plainsight.sensor.socks.SocksSignature;
import io.plainsight.sensor.stomp.StompSignature;
import io.plainsight.sensor.syslog.SyslogStreamSignature;
import io.plainsight.sensor.telnet.TelnetSignature;
import io.plainsight.sensor.tns.TnsSignature;
import io.plainsight.sensor.xmpp.XmppSignature;
import io.plainsight.sensor.zookeeper.ZookeeperSignature;
import java.util.List;

/** The signatures of the protocols that begin in clear, the strictest first; the first {@code YES} of either side decides. */
public final class PlaintextProtocols {
    private static final List<ProtocolSignature> SIGNATURES = List.of(
            new HttpSignature(),
            new XmppSignature(),
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
            new KafkaSignature(),
            new ClickhouseSignature(),
            new ImapSignature(),
            new SmtpSignature(),
            new FtpSignature(),
            new Pop3Signature(),
            new NntpSignature(),
            new IrcSignature(),
            new TelnetSignature(),
            new LdapSignature(),
            new SocksSignature(),
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
