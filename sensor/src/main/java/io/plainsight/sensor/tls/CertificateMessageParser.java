package io.plainsight.sensor.tls;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.x509.ChainReader;

/** Reads a Certificate message to TLS 1.2 (RFC 5246 section 7.4.2): the sender's own certificate comes first. */
final class CertificateMessageParser {
    private final ByteCursor list = new ByteCursor();
    private final ByteCursor certificate = new ByteCursor();

    /*
     * opaque ASN.1Cert<1..2^24-1>;
     * struct { ASN.1Cert certificate_list<0..2^24-1>; } Certificate;
     */
    /** @param chain takes the certificates, those before the place where the message ceases to read among them */
    ParseResult parse(ByteCursor in, ChainReader chain) {
        in.slice24(list);
        boolean empty = false;
        while (list.remaining() > 0) {
            list.slice24(certificate);
            if (list.ok() && certificate.remaining() > 0) {
                chain.add(certificate);
            } else {
                empty = true;
            }
        }
        if (in.ok() && list.ok() && !empty) {
            return ParseResult.OK;
        }
        chain.truncated();
        return ParseResult.MALFORMED;
    }
}
