package io.plainsight.sensor.testing;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Builds frames from the inside out: {@code ethernet(0x0800, ipv4(17, udp(1000, 53, payload)))}. */
public final class Frames {
    public static final String CLIENT4 = "192.0.2.1";
    public static final String SERVER4 = "198.51.100.2";
    public static final String CLIENT6 = "2001:db8::1";
    public static final String SERVER6 = "2001:db8::2";

    private Frames() {}

    public static byte[] ethernet(int etherType, byte[] payload) {
        return Bytes.bigEndian()
                .put(Bytes.hex("020000000002 020000000001"))
                .u16(etherType)
                .put(payload)
                .toArray();
    }

    /** What stands behind the EtherType of the tag. */
    public static byte[] vlan(int id, int etherType, byte[] payload) {
        return Bytes.bigEndian().u16(id).u16(etherType).put(payload).toArray();
    }

    public static byte[] ipv4(int protocol, byte[] payload) {
        return ipv4(CLIENT4, SERVER4, protocol, 1, 0, payload);
    }

    /** {@code offset} in bytes. */
    public static byte[] ipv4Fragment(int protocol, int identification, int offset, boolean more, byte[] payload) {
        return ipv4(CLIENT4, SERVER4, protocol, identification, offset / 8 | (more ? 0x2000 : 0), payload);
    }

    public static byte[] ipv4(
            String source, String destination, int protocol, int identification, int fragment, byte[] payload) {
        return Bytes.bigEndian()
                .u8(0x45, 0)
                .u16(20 + payload.length)
                .u16(identification)
                .u16(fragment)
                .u8(64, protocol)
                .u16(0)
                .put(address(source))
                .put(address(destination))
                .put(payload)
                .toArray();
    }

    public static byte[] ipv6(int nextHeader, byte[] payload) {
        return Bytes.bigEndian()
                .u32(0x6000_0000L)
                .u16(payload.length)
                .u8(nextHeader, 64)
                .put(address(CLIENT6))
                .put(address(SERVER6))
                .put(payload)
                .toArray();
    }

    /** Hop-by-hop, routing or destination options of 8 bytes times {@code units}. */
    public static byte[] extension(int nextHeader, int units, byte[] payload) {
        return Bytes.bigEndian()
                .u8(nextHeader, units - 1)
                .zeros(8 * units - 2)
                .put(payload)
                .toArray();
    }

    /** {@code offset} in bytes. */
    public static byte[] ipv6Fragment(int nextHeader, long identification, int offset, boolean more, byte[] payload) {
        return Bytes.bigEndian()
                .u8(nextHeader, 0)
                .u16(offset | (more ? 1 : 0))
                .u32(identification)
                .put(payload)
                .toArray();
    }

    public static byte[] tcp(int sourcePort, int destinationPort, int flags, long sequenceNumber, byte[] payload) {
        return Bytes.bigEndian()
                .u16(sourcePort)
                .u16(destinationPort)
                .u32(sequenceNumber)
                .u32(0x01020304)
                .u8(0x50, flags)
                .u16(65_535)
                .u32(0)
                .put(payload)
                .toArray();
    }

    public static byte[] udp(int sourcePort, int destinationPort, byte[] payload) {
        return Bytes.bigEndian()
                .u16(sourcePort)
                .u16(destinationPort)
                .u16(8 + payload.length)
                .u16(0)
                .put(payload)
                .toArray();
    }

    /** Bytes 0, 1, 2 and so on. */
    public static byte[] payload(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + text, e);
        }
    }
}
