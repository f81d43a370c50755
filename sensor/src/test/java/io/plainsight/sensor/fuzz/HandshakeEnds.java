package io.plainsight.sensor.fuzz;

/**
 * Says of the bytes of both sides whether they can be those of a completed handshake; told by the framing alone, without
 * the parsers under test. True for what it does not know.
 */
final class HandshakeEnds {
    private static final int RECORD_HEADER = 5;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int SERVER_HELLO_DONE = 14;
    private static final int SSH_NEWKEYS = 21;

    private HandshakeEnds() {}

    static boolean areIn(String protocol, byte[] client, byte[] server) {
        return switch (protocol) {
            // to TLS 1.2 the server of a full handshake ends it, once it has the client's Finished (RFC 5246 section
            // 7.3)
            case "tls" -> hasEncryptedRecord(server) && (hasEncryptedRecord(client) || hasServerHelloDone(server));
            case "ssh" -> hasNewKeys(client) && hasNewKeys(server);
            case "esp" -> true;
            default -> client.length > 0 && server.length > 0;
        };
    }

    /**
     * A record of application data (RFC 8446 section 5.2), or of the handshake behind ChangeCipherSpec (RFC 5246 section
     * 7.1). Its header is enough: it is encrypted, so nobody looks further, and who sends a header has made the record.
     */
    private static boolean hasEncryptedRecord(byte[] side) {
        boolean changed = false;
        int at = 0;
        while (at + RECORD_HEADER <= side.length) {
            int end = at + RECORD_HEADER + ((side[at + 3] & 0xff) << 8 | side[at + 4] & 0xff);
            if (side[at] == APPLICATION_DATA || changed && side[at] == HANDSHAKE) {
                return true;
            }
            changed |= side[at] == CHANGE_CIPHER_SPEC;
            at = end;
        }
        return false;
    }

    /** ServerHelloDone has a type and no body: a record that ends with it is the last in clear of a full handshake. */
    private static boolean hasServerHelloDone(byte[] side) {
        int at = 0;
        while (at + RECORD_HEADER <= side.length && side[at] == HANDSHAKE) {
            int end = at + RECORD_HEADER + ((side[at + 3] & 0xff) << 8 | side[at + 4] & 0xff);
            if (end <= side.length && end - 4 > at && side[end - 4] == SERVER_HELLO_DONE && side[end - 1] == 0) {
                return true;
            }
            at = end;
        }
        return false;
    }

    /** SSH_MSG_NEWKEYS among the packets behind the identification line (RFC 4253 sections 4.2, 6 and 7.3). */
    private static boolean hasNewKeys(byte[] side) {
        int at = 0;
        while (at < side.length && side[at] != '\n') {
            at++;
        }
        at++;
        while (at + 6 <= side.length) {
            long length = (side[at] & 0xffL) << 24
                    | (side[at + 1] & 0xff) << 16
                    | (side[at + 2] & 0xff) << 8
                    | side[at + 3] & 0xff;
            if (at + 4 + length > side.length) {
                return false;
            }
            if (side[at + 5] == SSH_NEWKEYS) {
                return true;
            }
            at += 4 + (int) length;
        }
        return false;
    }
}
