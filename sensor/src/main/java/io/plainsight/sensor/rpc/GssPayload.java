package io.plainsight.sensor.rpc;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.frame.Peek;

/** How the arguments or results of an RPCSEC_GSS message with the service of privacy are wrapped (RFC 2203 section 5.3.2.3). */
enum GssPayload {
    /** Not seen, or not to be told. */
    UNKNOWN,
    /** Kerberos wrap token of RFC 1964 or RFC 4757: DES, 3DES or RC4. */
    WEAK,
    /** Sealed Kerberos wrap token of RFC 4121, which has AES or Camellia beneath it. */
    SEALED;

    private static final int WRAP_TOKEN = 0x0504;
    private static final int FLAG_SEALED = 0x02;
    private static final int FILLER = 0xff;
    /** The framing of RFC 2743 section 3.1, which only the old tokens have. */
    private static final int OLD_FRAMING = 0x60;

    /** The opaque value at {@code at}: its length, then the token. */
    static GssPayload of(ByteCursor in, int at) {
        int token = at + 4;
        if (at < 0 || in.peek(token + 3) < 0) {
            return UNKNOWN;
        }
        boolean sealed = (in.peek(token + 2) & FLAG_SEALED) != 0;
        if (Peek.u16(in, token) == WRAP_TOKEN && sealed && in.peek(token + 3) == FILLER) {
            return SEALED;
        }
        return in.peek(token) == OLD_FRAMING ? WEAK : UNKNOWN;
    }
}
