package io.plainsight.sensor.decode;

/**
 * BSD loopback, LINKTYPE_NULL (address family in the byte order of the capturing host) and LINKTYPE_LOOP (network order).
 *
 * <pre>
 *  0 address family (4)
 * </pre>
 */
final class Loopback {
    static final int LENGTH = 4;

    private static final int AF_INET = 2;
    private static final int AF_INET6_LINUX = 10;
    private static final int AF_INET6_NETBSD = 24;
    private static final int AF_INET6_FREEBSD = 28;
    private static final int AF_INET6_DARWIN = 30;
    private static final int ETHER_TYPE_OFFSET = 2;
    private static final int MAX_FAMILY = 0xffff;

    private Loopback() {}

    static int decode(Frame frame) {
        if (!frame.has(LENGTH)) {
            return Next.TRUNCATED;
        }
        int family = frame.int32(0);
        int etherType = frame.u16(ETHER_TYPE_OFFSET);
        frame.skip(LENGTH);
        // families are small numbers: only one reading of the four bytes can be one
        if (family < 0 || family > MAX_FAMILY) {
            family = Integer.reverseBytes(family);
        }
        return switch (family) {
            case AF_INET -> EtherType.IPV4;
            case AF_INET6_LINUX, AF_INET6_NETBSD, AF_INET6_FREEBSD, AF_INET6_DARWIN -> EtherType.IPV6;
            // some systems leave the EtherType in the last two bytes and a family of 16 bits in the first
            default -> etherType >= EtherType.MIN_ETHER_TYPE ? etherType : Next.NOT_IP;
        };
    }
}
