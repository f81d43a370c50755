package io.plainsight.sensor.flowlog;

import java.util.Locale;
import java.util.Set;

/** The IANA registry "Assigned Internet Protocol Numbers". */
public final class IpProtocols {
    public static final int MAX = 255;

    /** Keywords by number from 0; {@code -} where the registry has none. */
    private static final String[] KEYWORDS = """
            HOPOPT ICMP IGMP GGP IPv4 ST TCP CBT EGP IGP
            BBN-RCC-MON NVP-II PUP ARGUS EMCON XNET CHAOS UDP MUX DCN-MEAS
            HMP PRM XNS-IDP TRUNK-1 TRUNK-2 LEAF-1 LEAF-2 RDP IRTP ISO-TP4
            NETBLT MFE-NSP MERIT-INP DCCP 3PC IDPR XTP DDP IDPR-CMTP TP++
            IL IPv6 SDRP IPv6-Route IPv6-Frag IDRP RSVP GRE DSR BNA
            ESP AH I-NLSP SWIPE NARP MOBILE TLSP SKIP IPv6-ICMP IPv6-NoNxt
            IPv6-Opts - CFTP - SAT-EXPAK KRYPTOLAN RVD IPPC - SAT-MON
            VISA IPCV CPNX CPHB WSN PVP BR-SAT-MON SUN-ND WB-MON WB-EXPAK
            ISO-IP VMTP SECURE-VMTP VINES TTP NSFNET-IGP DGP TCF EIGRP OSPFIGP
            Sprite-RPC LARP MTP AX.25 IPIP MICP SCC-SP ETHERIP ENCAP -
            GMTP IFMP PNNI PIM ARIS SCPS QNX A/N IPComp SNP
            Compaq-Peer IPX-in-IP VRRP PGM - L2TP DDX IATP STP SRP
            UTI SMP SM PTP ISIS-over-IPv4 FIRE CRTP CRUDP SSCOPMCE IPLT
            SPS PIPE SCTP FC RSVP-E2E-IGNORE Mobility-Header UDPLite MPLS-in-IP manet HIP
            Shim6 WESP ROHC Ethernet AGGFRAG NSH Homa BIT-EMU
            """.strip().split("\\s+");

    /** TCP, UDP, DCCP, SCTP, UDPLite. */
    private static final Set<Integer> WITH_PORTS = Set.of(6, 17, 33, 132, 136);

    private IpProtocols() {}

    /** The keyword in lower case, such as {@code tcp} or {@code ipv6-icmp}; the number itself where the registry has none. */
    public static String keyword(int number) {
        if (number >= KEYWORDS.length || KEYWORDS[number].equals("-")) {
            return Integer.toString(number);
        }
        return KEYWORDS[number].toLowerCase(Locale.ROOT);
    }

    public static boolean hasPorts(int number) {
        return WITH_PORTS.contains(number);
    }
}
