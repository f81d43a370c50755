package io.plainsight.sensor.observe;

import java.nio.charset.StandardCharsets;

/** IP addresses as two longs, big endian, IPv4 as IPv4-mapped: their text and where they belong. */
public final class Addresses {
    private static final long MAPPED_PREFIX = 0x0000_ffff_0000_0000L;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    private Addresses() {}

    /** Whether the address is IPv4-mapped (RFC 4291 section 2.5.5.2), which is how decoded packets hold IPv4. */
    public static boolean isIpv4(long high, long low) {
        return high == 0 && (low & 0xffff_ffff_0000_0000L) == MAPPED_PREFIX;
    }

    /** Dotted decimal for IPv4, RFC 5952 section 4 for IPv6: lower case, no leading zeros, the longest run of zeros as {@code ::}. */
    public static String text(long high, long low) {
        return isIpv4(high, low) ? ipv4((int) low) : ipv6(high, low);
    }

    private static String ipv4(int address) {
        byte[] text = new byte[15];
        int at = decimal(address >>> 24, text, 0);
        text[at++] = '.';
        at = decimal(address >>> 16 & 0xff, text, at);
        text[at++] = '.';
        at = decimal(address >>> 8 & 0xff, text, at);
        text[at++] = '.';
        at = decimal(address & 0xff, text, at);
        return new String(text, 0, at, StandardCharsets.ISO_8859_1);
    }

    private static int decimal(int octet, byte[] text, int from) {
        int at = from;
        if (octet >= 100) {
            text[at++] = (byte) ('0' + octet / 100);
        }
        if (octet >= 10) {
            text[at++] = (byte) ('0' + octet / 10 % 10);
        }
        text[at++] = (byte) ('0' + octet % 10);
        return at;
    }

    private static String ipv6(long high, long low) {
        int runStart = -1;
        int runLength = 1;
        for (int i = 0; i < 8; i++) {
            int length = 0;
            while (i + length < 8 && group(high, low, i + length) == 0) {
                length++;
            }
            if (length > runLength) {
                runStart = i;
                runLength = length;
            }
            i += length;
        }
        byte[] text = new byte[39];
        int at = 0;
        for (int i = 0; i < 8; i++) {
            if (i == runStart) {
                text[at++] = ':';
                text[at++] = ':';
                i += runLength - 1;
            } else {
                if (i > 0 && i != runStart + runLength) {
                    text[at++] = ':';
                }
                at = hexadecimal(group(high, low, i), text, at);
            }
        }
        return new String(text, 0, at, StandardCharsets.ISO_8859_1);
    }

    private static int hexadecimal(int group, byte[] text, int from) {
        int at = from;
        int shift = group > 0xfff ? 12 : group > 0xff ? 8 : group > 0xf ? 4 : 0;
        for (; shift >= 0; shift -= 4) {
            text[at++] = HEX[group >>> shift & 0xf];
        }
        return at;
    }

    /**
     * Whether the address is internal without a policy: private (RFC 1918), unique local (RFC 4193), link-local, loopback;
     * also what never leaves the link: "this host" (0.0.0.0, ::), limited broadcast and link-local multicast. Shared address
     * space (100.64.0.0/10, RFC 6598) is external: it belongs to the provider.
     */
    public static boolean isInternal(long high, long low) {
        if (isIpv4(high, low)) {
            int v4 = (int) low;
            int first = v4 >>> 24;
            int firstTwo = v4 >>> 16;
            return first == 10
                    || first == 127
                    || firstTwo >>> 4 == 0xac1
                    || firstTwo == 0xc0a8
                    || firstTwo == 0xa9fe
                    || v4 >>> 8 == 0xe00000
                    || v4 == 0
                    || v4 == -1;
        }
        int first = (int) (high >>> 48);
        boolean unspecifiedOrLoopback = high == 0 && (low == 0 || low == 1);
        return unspecifiedOrLoopback
                || (first & 0xfe00) == 0xfc00
                || (first & 0xffc0) == 0xfe80
                || (first & 0xff0f) == 0xff01
                || (first & 0xff0f) == 0xff02;
    }

    /** ECS {@code network.direction} seen from the internal network. */
    public static String direction(boolean sourceInternal, boolean destinationInternal) {
        if (sourceInternal) {
            return destinationInternal ? "internal" : "outbound";
        }
        return destinationInternal ? "inbound" : "external";
    }

    private static int group(long high, long low, int index) {
        return (int) ((index < 4 ? high : low) >>> 48 - 16 * (index & 3)) & 0xffff;
    }
}
