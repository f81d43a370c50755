package io.plainsight.sensor.decode;

/** IP protocol numbers and IPv6 extension header types; registry: IANA protocol-numbers. */
final class IpProtocol {
    static final int HOPOPT = 0;
    static final int IPV4 = 4;
    static final int TCP = Packet.TCP;
    static final int UDP = Packet.UDP;
    static final int IPV6 = 41;
    static final int IPV6_ROUTE = 43;
    static final int IPV6_FRAG = 44;
    static final int GRE = 47;
    static final int AH = 51;
    static final int IPV6_OPTS = 60;
    static final int SCTP = 132;
    static final int MOBILITY = 135;
    static final int MPLS_IN_IP = 137;
    static final int HIP = 139;
    static final int SHIM6 = 140;

    private IpProtocol() {}
}
