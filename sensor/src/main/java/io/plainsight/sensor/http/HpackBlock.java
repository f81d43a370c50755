package io.plainsight.sensor.http;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;

/**
 * What the first header block of an HTTP/2 connection shows without decompressing it (RFC 7541): fields whose name is an
 * entry of the static table, which is how every encoder writes the names that matter here. Of values in Huffman code only
 * known beginnings are compared, bit patterns of {@code Basic}, {@code Bearer} and {@code application/grpc}.
 *
 * <p>Not covered: names written out, entries of the dynamic table, and blocks that go on in CONTINUATION frames. A view,
 * reused from block to block; values are compared in place and not kept.
 */
final class HpackBlock {
    private static final int AUTHORIZATION = 23;
    private static final int CONTENT_TYPE = 31;
    private static final int COOKIE = 32;
    private static final int PROXY_AUTHORIZATION = 49;
    private static final int SET_COOKIE = 55;

    /** Huffman code (RFC 7541 appendix B), the last byte as far as whole. */
    private static final int[] BASIC = {0xba, 0x34, 0x18};

    private static final int[] APPLICATION_GRPC = {0x1d, 0x75, 0xd0, 0x62, 0x0d, 0x26, 0x3d, 0x4c, 0x4d, 0x65, 0x64};

    private static final int HUFFMAN = 0x80;
    private static final int MAX_FIELDS = 128;
    /** Integers of more continuation bytes are none that an encoder writes. */
    private static final int MAX_CONTINUATION = 3;

    private final ByteCursor value = new ByteCursor();
    private Credentials credentials = Credentials.NONE;
    private boolean grpc;
    private boolean broken;

    /** Reads a block, or as much of it as there is. Moves the cursor. */
    HpackBlock read(ByteCursor in) {
        credentials = Credentials.NONE;
        grpc = false;
        broken = false;
        for (int i = 0; i < MAX_FIELDS && in.remaining() > 0 && !broken; i++) {
            int first = in.peek(0);
            if ((first & 0x80) != 0) {
                integer(in, 7);
            } else if ((first & 0xe0) == 0x20) {
                integer(in, 5);
            } else {
                literal(in, integer(in, (first & 0xc0) == 0x40 ? 6 : 4));
            }
        }
        return this;
    }

    /** The worst kind of credential that the block carries. */
    Credentials credentials() {
        return credentials;
    }

    /** Whether the content is gRPC's. */
    boolean isGrpc() {
        return grpc;
    }

    private void literal(ByteCursor in, int name) {
        if (name == 0) {
            string(in);
        }
        boolean huffman = string(in);
        if (broken) {
            return;
        }
        switch (name) {
            case AUTHORIZATION, PROXY_AUTHORIZATION -> expose(huffman ? huffmanScheme() : HttpFields.scheme(value));
            case COOKIE, SET_COOKIE -> expose(Credentials.TOKEN);
            case CONTENT_TYPE ->
                grpc |= huffman ? begins(APPLICATION_GRPC) : Ascii.startsWith(value, "APPLICATION/GRPC");
            default -> {
                // says nothing here
            }
        }
    }

    /** Points {@link #value} at the next string. @return whether it is in Huffman code */
    private boolean string(ByteCursor in) {
        boolean huffman = (in.peek(0) & HUFFMAN) != 0;
        int length = integer(in, 7);
        if (broken || length > in.remaining()) {
            broken = true;
            return false;
        }
        in.slice(length, value);
        return huffman;
    }

    /** An integer with a prefix of so many bits (RFC 7541 section 5.1). */
    private int integer(ByteCursor in, int prefixBits) {
        int mask = (1 << prefixBits) - 1;
        int result = in.u8() & mask;
        if (result < mask) {
            broken |= !in.ok();
            return result;
        }
        for (int shift = 0; shift < 7 * MAX_CONTINUATION; shift += 7) {
            int next = in.u8();
            result += (next & 0x7f) << shift;
            if ((next & 0x80) == 0) {
                broken |= !in.ok();
                return result;
            }
        }
        broken = true;
        return 0;
    }

    /** Bearer and all schemes that are not known are tokens. */
    private Credentials huffmanScheme() {
        return begins(BASIC) ? Credentials.SECRET : Credentials.TOKEN;
    }

    private boolean begins(int[] pattern) {
        for (int i = 0; i < pattern.length; i++) {
            if (value.peek(i) != pattern[i]) {
                return false;
            }
        }
        return true;
    }

    private void expose(Credentials kind) {
        if (kind.compareTo(credentials) > 0) {
            credentials = kind;
        }
    }
}
