package io.plainsight.sensor.tls;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Reads a Certificate message to TLS 1.2 (RFC 5246 section 7.4.2): hands out the sender's own certificate, which comes
 * first, and counts the chain.
 */
final class CertificateMessageParser {
    private int count;

    /*
     * opaque ASN.1Cert<1..2^24-1>;
     * struct { ASN.1Cert certificate_list<0..2^24-1>; } Certificate;
     */
    /** @param leaf points at the first certificate's DER afterwards; empty when the list is */
    ParseResult parse(ByteCursor in, ByteCursor leaf) {
        count = 0;
        leaf.wrap(in.buffer(), in.position(), 0);
        ByteCursor list = new ByteCursor();
        ByteCursor certificate = new ByteCursor();
        in.slice24(list);
        while (list.remaining() > 0) {
            list.slice24(certificate);
            if (list.ok() && count++ == 0) {
                leaf.wrap(certificate);
            }
        }
        return in.ok() && list.ok() ? ParseResult.OK : ParseResult.MALFORMED;
    }

    /** Certificates in the message. */
    int count() {
        return count;
    }
}
