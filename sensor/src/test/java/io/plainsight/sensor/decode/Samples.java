package io.plainsight.sensor.decode;

import static io.plainsight.sensor.testing.Bytes.bigEndian;
import static io.plainsight.sensor.testing.Bytes.concat;
import static io.plainsight.sensor.testing.Bytes.hex;
import static io.plainsight.sensor.testing.Bytes.littleEndian;
import static io.plainsight.sensor.testing.Frames.ethernet;
import static io.plainsight.sensor.testing.Frames.extension;
import static io.plainsight.sensor.testing.Frames.ipv4;
import static io.plainsight.sensor.testing.Frames.ipv6;
import static io.plainsight.sensor.testing.Frames.ipv6Fragment;
import static io.plainsight.sensor.testing.Frames.payload;
import static io.plainsight.sensor.testing.Frames.tcp;
import static io.plainsight.sensor.testing.Frames.udp;
import static io.plainsight.sensor.testing.Frames.vlan;

import java.util.LinkedHashMap;
import java.util.Map;

/** The same TCP segment (port 51514 to 443, 32 bytes of payload) in every wrapping that the decoder knows. */
final class Samples {
    static final byte[] SEGMENT = tcp(51514, 443, Packet.ACK, 0xfffffff0L, payload(32));

    private static final byte[] IP4 = ipv4(IpProtocol.TCP, SEGMENT);
    private static final byte[] IP6 = ipv6(IpProtocol.TCP, SEGMENT);
    private static final byte[] ETHERNET = ethernet(EtherType.IPV4, IP4);

    private Samples() {}

    /** A frame and its link type. */
    record Sample(int linkType, byte[] frame) {}

    static Map<String, Sample> all() {
        Map<String, Sample> all = new LinkedHashMap<>();
        addLinkLayers(all);
        addIpv6Extensions(all);
        addTunnels(all);
        return all;
    }

    private static void addLinkLayers(Map<String, Sample> all) {
        onEthernet(all, "ethernet", EtherType.IPV4, IP4);
        onEthernet(all, "ethernet ipv6", EtherType.IPV6, IP6);
        onEthernet(all, "802.3 snap", 8 + IP4.length, concat(hex("aaaa03 000000 0800"), IP4));
        onEthernet(all, "802.1q", EtherType.CUSTOMER_VLAN, vlan(42, EtherType.IPV4, IP4));
        byte[] inner = vlan(7, EtherType.IPV6, IP6);
        onEthernet(all, "802.1ad", EtherType.SERVICE_VLAN, vlan(42, EtherType.CUSTOMER_VLAN, inner));
        onEthernet(all, "qinq 9100", EtherType.VLAN_9100, vlan(42, EtherType.CUSTOMER_VLAN, inner));
        byte[] checkValue = payload(16);
        onEthernet(all, "macsec", EtherType.MACSEC, concat(hex("0000 00000001 0800"), IP4, checkValue));
        byte[] channel = hex("2000 00000001 0102030405060001 86dd");
        onEthernet(all, "macsec channel", EtherType.MACSEC, concat(channel, IP6, checkValue));
        onEthernet(all, "vn-tag", EtherType.VN_TAG, concat(hex("00000000 0800"), IP4));
        onEthernet(all, "mpls", EtherType.MPLS, concat(hex("00010040 00020140"), IP6));
        onEthernet(all, "mpls pseudowire", EtherType.MPLS, concat(hex("00020140 00000000"), ETHERNET));
        byte[] ppp = concat(hex("0021"), IP4);
        byte[] session =
                bigEndian().u8(0x11, 0).u16(1).u16(ppp.length).put(ppp).zeros(6).toArray();
        onEthernet(all, "pppoe", EtherType.PPPOE_SESSION, session);
        all.put("ppp ether", new Sample(LinkType.PPP_ETHER, session));
        all.put("ppp", new Sample(LinkType.PPP, concat(hex("ff03 0057"), IP6)));
        all.put("ppp compressed", new Sample(LinkType.PPP_HDLC, concat(hex("21"), IP4)));
        all.put("cisco hdlc", new Sample(LinkType.C_HDLC, concat(hex("0f00 86dd"), IP6)));
        all.put("sll", new Sample(LinkType.LINUX_SLL, concat(hex("0000 0001 0006 0200000000010000 0800"), IP4)));
        all.put(
                "sll2",
                new Sample(LinkType.LINUX_SLL2, concat(hex("86dd 0000 00000002 0001 00 06 0200000000010000"), IP6)));
        byte[] logicalLink = hex("aaaa03 000000 0800");
        all.put("wlan", new Sample(LinkType.IEEE802_11, concat(hex("0801 0000"), payload(20), logicalLink, IP4)));
        byte[] bridged = concat(hex("8803 0000"), payload(26), hex("0000"), logicalLink, IP4);
        all.put("wlan qos", new Sample(LinkType.IEEE802_11_RADIOTAP, concat(hex("0000 0800 00000000"), bridged)));
        all.put("raw ipv4", new Sample(LinkType.RAW, IP4));
        all.put("raw ipv6", new Sample(LinkType.RAW_BSD, IP6));
        all.put("linktype ipv4", new Sample(LinkType.IPV4, IP4));
        all.put("linktype ipv6", new Sample(LinkType.IPV6, IP6));
        all.put("null little", new Sample(LinkType.NULL, concat(hex("02000000"), IP4)));
        all.put("null big", new Sample(LinkType.NULL, concat(hex("0000001e"), IP6)));
        all.put("loop", new Sample(LinkType.LOOP, concat(hex("00000018"), IP6)));
        byte[] attributes = littleEndian()
                .u16(8)
                .u16(1)
                .u32(0)
                .u16(5)
                .u16(10)
                .u32('x')
                .u16(4 + IP4.length)
                .u16(9)
                .put(IP4)
                .toArray();
        all.put("nflog", new Sample(LinkType.NFLOG, concat(hex("02000000"), attributes)));
    }

    private static void addIpv6Extensions(Map<String, Sample> all) {
        byte[] options =
                extension(IpProtocol.IPV6_ROUTE, 1, extension(IpProtocol.IPV6_OPTS, 3, extension(6, 2, SEGMENT)));
        onEthernet(all, "ipv6 extensions", EtherType.IPV6, ipv6(IpProtocol.HOPOPT, options));
        byte[] authenticated = concat(hex("06 04 0000 00000001 00000002"), payload(12), SEGMENT);
        onEthernet(all, "ipv6 ah", EtherType.IPV6, ipv6(IpProtocol.AH, authenticated));
        onEthernet(all, "ipv4 ah", EtherType.IPV4, ipv4(IpProtocol.AH, authenticated));
        byte[] atomic = ipv6Fragment(IpProtocol.TCP, 9, 0, false, SEGMENT);
        onEthernet(all, "ipv6 atomic fragment", EtherType.IPV6, ipv6(IpProtocol.IPV6_FRAG, atomic));
    }

    private static void addTunnels(Map<String, Sample> all) {
        over4(all, "ip in ip", IpProtocol.IPV4, IP4);
        over4(all, "6in4", IpProtocol.IPV6, IP6);
        over4(all, "mpls in ip", IpProtocol.MPLS_IN_IP, concat(hex("00020140"), IP4));
        over4(all, "gre", IpProtocol.GRE, concat(hex("0000 0800"), IP4));
        over4(all, "gre key and sequence", IpProtocol.GRE, concat(hex("b000 86dd 00000000 00000001 00000002"), IP6));
        over4(all, "gre bridging", IpProtocol.GRE, concat(hex("0000 6558"), ETHERNET));
        over4(all, "pptp", IpProtocol.GRE, concat(hex("3081 880b 00000001 00000002 00000003 ff03 0021"), IP4));
        over4(all, "erspan i", IpProtocol.GRE, concat(hex("0000 88be"), ETHERNET));
        over4(all, "erspan ii", IpProtocol.GRE, concat(hex("1000 88be 00000001 1000000000000000"), ETHERNET));
        byte[] typeThree = hex("1000 22eb 00000001 2000000000000000 00000001 0000000000000000");
        over4(all, "erspan iii", IpProtocol.GRE, concat(typeThree, ETHERNET));
        overUdp(all, "vxlan", 4789, concat(hex("0800000000002a00"), ETHERNET));
        overUdp(all, "geneve", 6081, concat(hex("0100 6558 00002a00 00000000"), ETHERNET));
        overUdp(all, "gtp-u", 2152, concat(hex("30ff 0050 00000001"), IP4));
        overUdp(all, "gtp-u extension", 2152, concat(hex("34ff 0058 00000001 00000085 01100900"), IP6));
        overUdp(all, "l2tp", 1701, concat(hex("0002 0007 002a ff03 0021"), IP4));
        byte[] allFields = hex("4a02 0000 0007 002a 0001 0002 0002 0000");
        overUdp(all, "l2tp all fields", 1701, concat(allFields, hex("0057"), IP6));
        overUdp(all, "vxlan linux", 8472, concat(hex("0800000000002a00"), ETHERNET));
        overUdp(all, "teredo", 3544, IP6);
        overUdp(all, "teredo indications", 3544, concat(hex("00010000 0102030405060708 00 0000 1234 c0000201"), IP6));
        onEthernet(
                all,
                "nested",
                EtherType.CUSTOMER_VLAN,
                vlan(
                        42,
                        EtherType.IPV6,
                        ipv6(
                                IpProtocol.UDP,
                                udp(
                                        1,
                                        4789,
                                        concat(
                                                hex("0800000000002a00"),
                                                ethernet(
                                                        EtherType.IPV4,
                                                        ipv4(IpProtocol.GRE, concat(hex("0000 86dd"), IP6))))))));
    }

    private static void onEthernet(Map<String, Sample> all, String name, int type, byte[] payload) {
        all.put(name, new Sample(LinkType.ETHERNET, ethernet(type, payload)));
    }

    private static void over4(Map<String, Sample> all, String name, int protocol, byte[] payload) {
        onEthernet(all, name, EtherType.IPV4, ipv4("10.0.0.1", "10.0.0.2", protocol, 1, 0, payload));
    }

    private static void overUdp(Map<String, Sample> all, String name, int port, byte[] payload) {
        over4(all, name, IpProtocol.UDP, udp(40000, port, payload));
    }
}
