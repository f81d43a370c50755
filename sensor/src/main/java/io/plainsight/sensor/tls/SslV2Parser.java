package io.plainsight.sensor.tls;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Recognises and reads SSLv2 framing: the CLIENT-HELLO that old clients also send to reach TLS 1.x (RFC 5246 appendix E.2),
 * and the clear messages of SSLv2 itself (the SSL 2.0 protocol, section 5).
 */
final class SslV2Parser {
    static final int ERROR = 0;
    static final int CLIENT_HELLO = 1;
    static final int CLIENT_MASTER_KEY = 2;
    static final int SERVER_HELLO = 4;

    /** The two-byte record header has its highest bit set. */
    private static final int TWO_BYTE_HEADER = 0x80;

    static final int HEADER_LENGTH = 2;
    /** Type, version and three lengths. */
    private static final int FIXED_LENGTH = 9;

    private static final int CIPHER_SPEC_LENGTH = 3;
    private static final int MAX_SESSION_ID = 32;
    private static final int MIN_CHALLENGE = 16;
    private static final int MAX_CHALLENGE = 32;

    private SslV2Parser() {}

    enum Recognition {
        YES,
        NO,
        /** So far it fits; more bytes are needed. */
        MAYBE
    }

    /** Whether the bytes, which are not consumed, begin a CLIENT-HELLO in SSLv2 framing whose lengths add up. */
    static Recognition recogniseClientHello(ByteCursor in) {
        int first = in.peek(0);
        int version = in.peek(3) << 8 | in.peek(4);
        boolean wrong = first >= 0 && (first & TWO_BYTE_HEADER) == 0
                || in.peek(2) >= 0 && in.peek(2) != CLIENT_HELLO
                || in.peek(4) >= 0
                        && version != TlsVersion.SSL_2_0
                        && (version < TlsVersion.SSL_3_0 || version > TlsVersion.TLS_1_2);
        if (wrong) {
            return Recognition.NO;
        }
        if (in.remaining() < HEADER_LENGTH + FIXED_LENGTH) {
            return Recognition.MAYBE;
        }
        int cipherSpecs = in.peek(5) << 8 | in.peek(6);
        int sessionId = in.peek(7) << 8 | in.peek(8);
        int challenge = in.peek(9) << 8 | in.peek(10);
        boolean fits = cipherSpecs > 0
                && cipherSpecs % CIPHER_SPEC_LENGTH == 0
                && sessionId <= MAX_SESSION_ID
                && challenge >= MIN_CHALLENGE
                && challenge <= MAX_CHALLENGE
                && length(in) == FIXED_LENGTH + cipherSpecs + sessionId + challenge;
        return fits ? Recognition.YES : Recognition.NO;
    }

    /** Length of the record that begins at the cursor with a two-byte header. */
    static int length(ByteCursor in) {
        return (in.peek(0) & 0x7f) << 8 | in.peek(1);
    }

    static boolean hasTwoByteHeader(ByteCursor in) {
        return in.peek(0) >= TWO_BYTE_HEADER;
    }

    /*
     * char MSG-CLIENT-HELLO, CLIENT-VERSION[2], CIPHER-SPECS-LENGTH[2], SESSION-ID-LENGTH[2], CHALLENGE-LENGTH[2],
     *      CIPHER-SPECS-DATA[…], SESSION-ID-DATA[…], CHALLENGE-DATA[…]
     */
    /** @param in a record that {@link #recogniseClientHello} said yes to, from behind its header */
    static ClientHello clientHello(ByteCursor in) {
        ClientHello hello = new ClientHello();
        hello.sslV2Framing = true;
        in.u8();
        hello.legacyVersion = in.u16();
        int count = in.u16() / CIPHER_SPEC_LENGTH;
        in.u16();
        in.u16();
        hello.truncated = count > ClientHello.MAX_LIST;
        int[] kinds = new int[Math.min(count, ClientHello.MAX_LIST)];
        int suites = 0;
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = in.u24();
            suites += kinds[i] >> 16 == 0 ? 1 : 0; // first byte 0: the other two are a TLS suite
        }
        hello.sslV2CipherKinds = kinds;
        int[] cipherSuites = new int[suites];
        int next = 0;
        for (int kind : kinds) {
            if (kind >> 16 == 0) {
                cipherSuites[next++] = kind;
            }
        }
        hello.cipherSuites = CodeLists.CIPHER_SUITES.of(cipherSuites);
        return hello;
    }

    /*
     * char MSG-SERVER-HELLO, SESSION-ID-HIT, CERTIFICATE-TYPE, SERVER-VERSION[2], CERTIFICATE-LENGTH[2],
     *      CIPHER-SPECS-LENGTH[2], CONNECTION-ID-LENGTH[2], CERTIFICATE-DATA[…], …
     */
    /** @return false when it is no SERVER-HELLO; {@code certificate} is empty when there is none */
    static boolean serverHello(ByteCursor in, ByteCursor certificate) {
        int type = in.u8();
        in.u8();
        in.u8();
        int version = in.u16();
        int certificateLength = in.u16();
        in.u16();
        in.u16();
        in.slice(certificateLength, certificate);
        return in.ok() && type == SERVER_HELLO && version == TlsVersion.SSL_2_0;
    }
}
