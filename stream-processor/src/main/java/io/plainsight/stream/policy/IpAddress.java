package io.plainsight.stream.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Reads textual addresses without ever asking a name server. */
public final class IpAddress {
    /** The longest textual IPv6 address, RFC 4291 section 2.2 form 3. */
    private static final int MAX_TEXT_LENGTH = 45;

    private IpAddress() {}

    /**
     * @return 4 or 16 bytes in network order (an IPv4-mapped address becomes 4); empty when {@code text} is no literal
     */
    public static Optional<byte[]> parse(String text) {
        if (text == null || text.isEmpty() || text.length() > MAX_TEXT_LENGTH) {
            return Optional.empty();
        }
        return text.indexOf(':') >= 0 ? parseIpv6(text) : parseIpv4(text);
    }

    private static Optional<byte[]> parseIpv4(String text) {
        byte[] bytes = new byte[4];
        int index = 0;
        int value = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? '.' : text.charAt(i);
            if (c == '.') {
                if (value < 0 || index == 4) {
                    return Optional.empty();
                }
                bytes[index++] = (byte) value;
                value = -1;
            } else if (c >= '0' && c <= '9') {
                value = Math.max(value, 0) * 10 + (c - '0');
                if (value > 255) {
                    return Optional.empty();
                }
            } else {
                return Optional.empty();
            }
        }
        return index == 4 ? Optional.of(bytes) : Optional.empty();
    }

    private static Optional<byte[]> parseIpv6(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
                return Optional.empty();
            }
        }
        try {
            // a text with a colon is a literal to InetAddress and is never looked up
            return Optional.of(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
