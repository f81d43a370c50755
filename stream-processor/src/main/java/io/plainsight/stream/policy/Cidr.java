package io.plainsight.stream.policy;

import java.util.Optional;

/**
 * An address block, RFC 4632 and RFC 4291 section 2.3.
 *
 * @param text as the policy spells it
 * @param prefixLength bits that must agree, 0 to 32 or 0 to 128
 */
public record Cidr(String text, byte[] network, int prefixLength) {

    /**
     * Reads {@code address} or {@code address/length}.
     *
     * @return empty when it is neither, or when bits beyond the prefix are set (a likely slip of the pen)
     */
    public static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        Optional<byte[]> address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int bits = address.get().length * 8;
        int length = slash < 0 ? bits : prefixLength(text.substring(slash + 1));
        if (length < 0 || length > bits || hasHostBits(address.get(), length)) {
            return Optional.empty();
        }
        return Optional.of(new Cidr(text, address.get(), length));
    }

    /** As {@link #parse}, for constants in code. */
    public static Cidr of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not an address block: " + text));
    }

    /** Whether the address, 4 or 16 bytes, lies in this block; addresses of the other family never do. */
    public boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int whole = prefixLength / 8;
        for (int i = 0; i < whole; i++) {
            if (address[i] != network[i]) {
                return false;
            }
        }
        int rest = prefixLength % 8;
        return rest == 0 || ((address[whole] ^ network[whole]) & 0xff) >>> (8 - rest) == 0;
    }

    private static int prefixLength(String digits) {
        if (digits.isEmpty() || digits.length() > 3) {
            return -1;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return -1;
            }
        }
        return Integer.parseInt(digits);
    }

    private static boolean hasHostBits(byte[] address, int prefixLength) {
        for (int bit = prefixLength; bit < address.length * 8; bit++) {
            if ((address[bit / 8] >>> (7 - bit % 8) & 1) != 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cidr that
                && prefixLength == that.prefixLength
                && java.util.Arrays.equals(network, that.network);
    }

    @Override
    public int hashCode() {
        return 31 * java.util.Arrays.hashCode(network) + prefixLength;
    }

    @Override
    public String toString() {
        return text;
    }
}
