package io.plainsight.sensor.observe;

/** {@code network.transport}: the IANA keyword of a protocol number in lower case (registry: protocol-numbers). */
public final class Transports {
    private static final String[] NAMES = new String[256];

    static {
        String[] registry = {
            "0 hopopt",
            "1 icmp",
            "2 igmp",
            "3 ggp",
            "4 ipv4",
            "5 st",
            "6 tcp",
            "8 egp",
            "9 igp",
            "12 pup",
            "17 udp",
            "20 hmp",
            "22 xns-idp",
            "27 rdp",
            "28 irtp",
            "29 iso-tp4",
            "33 dccp",
            "36 xtp",
            "41 ipv6",
            "43 ipv6-route",
            "44 ipv6-frag",
            "45 idrp",
            "46 rsvp",
            "47 gre",
            "48 dsr",
            "50 esp",
            "51 ah",
            "54 narp",
            "57 skip",
            "58 ipv6-icmp",
            "59 ipv6-nonxt",
            "60 ipv6-opts",
            "80 iso-ip",
            "88 eigrp",
            "89 ospfigp",
            "92 mtp",
            "94 ipip",
            "97 etherip",
            "98 encap",
            "103 pim",
            "108 ipcomp",
            "111 ipx-in-ip",
            "112 vrrp",
            "113 pgm",
            "115 l2tp",
            "118 stp",
            "121 smp",
            "124 isis over ipv4",
            "132 sctp",
            "133 fc",
            "134 rsvp-e2e-ignore",
            "135 mobility header",
            "136 udplite",
            "137 mpls-in-ip",
            "138 manet",
            "139 hip",
            "140 shim6",
            "141 wesp",
            "142 rohc",
            "143 ethernet",
            "144 aggfrag",
            "145 nsh",
            "146 homa",
            "147 bit-emu"
        };
        for (String entry : registry) {
            int space = entry.indexOf(' ');
            NAMES[Integer.parseInt(entry.substring(0, space))] = entry.substring(space + 1);
        }
    }

    private Transports() {}

    /** The keyword; the number itself where the registry has none. */
    public static String name(int protocol) {
        String name = NAMES[protocol & 0xff];
        return name == null ? Integer.toString(protocol) : name;
    }
}
