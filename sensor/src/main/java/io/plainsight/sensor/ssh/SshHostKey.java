package io.plainsight.sensor.ssh;

import io.plainsight.sensor.buffer.ByteCursor;

/** Sizes of the numbers in a key exchange: of the host key and of a group. */
final class SshHostKey {
    private static final int BITS_PER_BYTE = 8;

    private SshHostKey() {}

    /*
     * string    K_S: string "ssh-rsa", mpint e, mpint n          RFC 4253 section 6.6
     *                string "ssh-dss", mpint p, …
     */
    /** Bits of the RSA or DSA key in a reply that begins with the host key; 0 for other keys and for what does not read. */
    static int bits(ByteCursor reply) {
        ByteCursor key = new ByteCursor();
        ByteCursor part = new ByteCursor();
        if (!string(reply, key) || !string(key, part)) {
            return 0;
        }
        String type = part.remaining() <= SshKexInit.MAX_NAME ? part.latin1() : "";
        boolean certificate = type.contains("-cert-v0");
        if (certificate && !string(key, part)) { // nonce
            return 0;
        }
        boolean rsa = type.startsWith("ssh-rsa") || type.startsWith("rsa-sha2-");
        if (rsa && !string(key, part)) { // exponent
            return 0;
        }
        return (rsa || type.startsWith("ssh-dss")) && string(key, part) ? integerBits(part) : 0;
    }

    /** Bits of the mpint that comes next; 0 when it does not read. */
    static int integerBits(ByteCursor integer) {
        int skipped = 0;
        while (integer.peek(skipped) == 0) {
            skipped++;
        }
        int bytes = integer.remaining() - skipped;
        return bytes == 0
                ? 0
                : bytes * BITS_PER_BYTE
                        - (Integer.numberOfLeadingZeros(integer.peek(skipped)) - (Integer.SIZE - BITS_PER_BYTE));
    }

    /** Reads a string or mpint (RFC 4251 section 5) into {@code into}; false when it is not all there. */
    static boolean string(ByteCursor in, ByteCursor into) {
        long length = in.u32();
        if (!in.ok() || length > in.remaining()) {
            return false;
        }
        in.slice((int) length, into);
        return true;
    }
}
