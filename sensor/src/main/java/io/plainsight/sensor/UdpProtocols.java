package io.plainsight.sensor;

import io.plainsight.sensor.bacnet.BacnetSignature;
import io.plainsight.sensor.cldap.CldapSignature;
import io.plainsight.sensor.coap.CoapSignature;
import io.plainsight.sensor.dhcp.DhcpSignature;
import io.plainsight.sensor.dhcp.Dhcpv6Signature;
import io.plainsight.sensor.discovery.SsdpSignature;
import io.plainsight.sensor.discovery.WsDiscoverySignature;
import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dns.DnsSignature;
import io.plainsight.sensor.dns.LlmnrSignature;
import io.plainsight.sensor.dns.MdnsSignature;
import io.plainsight.sensor.flowexport.IpfixSignature;
import io.plainsight.sensor.flowexport.NetflowSignature;
import io.plainsight.sensor.flowexport.SflowSignature;
import io.plainsight.sensor.gtp.GtpControlSignature;
import io.plainsight.sensor.kerberos.KerberosSignature;
import io.plainsight.sensor.l2tp.L2tpSignature;
import io.plainsight.sensor.memcached.MemcachedDatagramSignature;
import io.plainsight.sensor.nbns.NbnsSignature;
import io.plainsight.sensor.nbns.NetbiosDatagramSignature;
import io.plainsight.sensor.ntp.NtpSignature;
import io.plainsight.sensor.oncrpc.RpcDatagramSignature;
import io.plainsight.sensor.radius.RadiusSignature;
import io.plainsight.sensor.routing.HsrpSignature;
import io.plainsight.sensor.routing.RipSignature;
import io.plainsight.sensor.sip.SipSignature;
import io.plainsight.sensor.snmp.SnmpSignature;
import io.plainsight.sensor.syslog.SyslogSignature;
import io.plainsight.sensor.tftp.TftpSignature;
import io.plainsight.sensor.tftp.TftpTransferSignature;
import java.util.List;

/**
 * The signatures of the clear protocols over UDP, the strictest first: those whose bytes alone tell, then those that need their
 * registered port beside them.
 */
public final class UdpProtocols {
    private static final List<DatagramSignature> SIGNATURES = List.of(
            new RpcDatagramSignature(),
            new DhcpSignature(),
            new NbnsSignature(),
            new NetbiosDatagramSignature(),
            new SsdpSignature(),
            new WsDiscoverySignature(),
            new SipSignature(),
            new KerberosSignature(),
            new SnmpSignature(),
            new CldapSignature(),
            new RadiusSignature(),
            new IpfixSignature(),
            new NetflowSignature(),
            new SflowSignature(),
            new BacnetSignature(),
            new L2tpSignature(),
            new MemcachedDatagramSignature(),
            new TftpSignature(),
            new TftpTransferSignature(),
            new MdnsSignature(),
            new LlmnrSignature(),
            new DnsSignature(),
            new SyslogSignature(),
            new RipSignature(),
            new HsrpSignature(),
            new GtpControlSignature(),
            new Dhcpv6Signature(),
            new NtpSignature(),
            new CoapSignature());

    private UdpProtocols() {}

    /** One instance of each; they hold no state and serve every connection. */
    public static List<DatagramSignature> signatures() {
        return SIGNATURES;
    }
}
