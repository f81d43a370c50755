package io.plainsight.sensor.flowlog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.Locale;

/** An address out of a text, read strictly and without ever asking the name service; written as RFC 5952 has it. Immutable, but for the text, which is made once. */
public final class IpAddress {
    private static final int MAX_TEXT = 45;
    private static final long MAPPED_V4 = 0xffff_0000_0000L;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private String text;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The address, or null when the text is no IPv4 or IPv6 address. */
    public static IpAddress parse(String text) {
        if (text.isEmpty() || text.length() > MAX_TEXT) {
            return null;
        }
        return text.indexOf(':') >= 0 ? parseV6(text) : parseV4(text);
    }

    /** @param bytes 4 or 16, in network order; IPv4 in IPv6's mapped form (RFC 4291 section 2.5.5.2) becomes IPv4 */
    public static IpAddress of(byte[] bytes) {
        try {
            return new IpAddress(InetAddress.getByAddress(bytes).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes: length=" + bytes.length, e);
        }
    }

    private static IpAddress parseV4(String text) {
        byte[] bytes = new byte[4];
        int octet = 0;
        int digits = 0;
        int value = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? '.' : text.charAt(i);
            if (c == '.') {
                if (digits == 0 || octet == 4) {
                    return null;
                }
                bytes[octet++] = (byte) value;
                digits = 0;
                value = 0;
            } else if (c >= '0' && c <= '9' && !(digits > 0 && value == 0)) {
                value = value * 10 + c - '0';
                digits++;
                if (value > 255) {
                    return null;
                }
            } else {
                return null;
            }
        }
        return octet == 4 ? new IpAddress(bytes) : null;
    }

    private static IpAddress parseV6(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 'f' || (Character.digit(c, 16) < 0 && c != ':' && c != '.')) {
                return null;
            }
        }
        try {
            // a text with a colon is parsed as a literal or refused; it is never resolved. Mapped IPv4 comes back as
            // IPv4.
            return new IpAddress(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException e) {
            return null;
        }
    }

    public boolean isV4() {
        return bytes.length == 4;
    }

    /** Upper 64 bits, with IPv4 as IPv4-mapped IPv6 (RFC 4291 section 2.5.5.2), as decoded packets hold addresses. */
    public long high() {
        return isV4() ? 0 : (long) LONG.get(bytes, 0);
    }

    /** Lower 64 bits. */
    public long low() {
        return isV4() ? MAPPED_V4 | (int) INT.get(bytes, 0) & 0xffff_ffffL : (long) LONG.get(bytes, 8);
    }

    /** Whether it is 0.0.0.0 or ::. */
    public boolean isUnspecified() {
        for (byte octet : bytes) {
            if (octet != 0) {
                return false;
            }
        }
        return true;
    }

    /** Private (RFC 1918), unique-local (RFC 4193), link-local or loopback. */
    public boolean isInternal() {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (isV4()) {
            return first == 10
                    || first == 127
                    || (first == 172 && second >= 16 && second < 32)
                    || (first == 192 && second == 168)
                    || (first == 169 && second == 254);
        }
        return (first & 0xfe) == 0xfc || (first == 0xfe && (second & 0xc0) == 0x80) || isLoopbackV6();
    }

    private boolean isLoopbackV6() {
        for (int i = 0; i < 15; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[15] == 1;
    }

    /** Dotted decimal, or RFC 5952 section 4: lower case, no leading zeros, the first longest run of zero groups as {@code ::}. */
    @Override
    public String toString() {
        if (text == null) {
            text = write();
        }
        return text;
    }

    private String write() {
        if (isV4()) {
            return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
        }
        int zerosFrom = -1;
        int zeros = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && group(i + run) == 0) {
                run++;
            }
            if (run > zeros) {
                zerosFrom = i;
                zeros = run;
            }
        }
        StringBuilder written = new StringBuilder(MAX_TEXT);
        for (int i = 0; i < 8; i++) {
            if (i == zerosFrom) {
                written.append("::");
                i += zeros - 1;
            } else {
                if (i > 0 && written.charAt(written.length() - 1) != ':') {
                    written.append(':');
                }
                written.append(Integer.toHexString(group(i)));
            }
        }
        return written.toString().toLowerCase(Locale.ROOT);
    }

    private int group(int index) {
        return ((bytes[2 * index] & 0xff) << 8) | (bytes[2 * index + 1] & 0xff);
    }
}
