package io.plainsight.sensor.observe;

/**
 * Protocols right over IP that control the network and carry nobody's data: {@code network.protocol} names them by their number
 * alone (IANA registry protocol-numbers).
 */
final class NetworkServices {
    private NetworkServices() {}

    /** The protocol's name, null for all others. */
    static String protocol(int number) {
        return switch (number) {
            case 1 -> "icmp";
            case 2 -> "igmp";
            case 3 -> "ggp";
            case 8 -> "egp";
            case 9 -> "igp";
            case 46 -> "rsvp";
            case 58 -> "ipv6-icmp";
            case 88 -> "eigrp";
            case 89 -> "ospf";
            case 103 -> "pim";
            case 112 -> "vrrp";
            case 124 -> "isis";
            case 138 -> "manet";
            case 140 -> "shim6";
            default -> null;
        };
    }
}
