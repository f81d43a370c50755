package io.plainsight.sensor.tls;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.x509.OcspResponse;

/** Reads a CertificateStatus message, the stapled OCSP response (RFC 6066 section 8, RFC 6961 section 2.2). */
final class CertificateStatusParser {
    private static final int OCSP = 1;
    private static final int OCSP_MULTI = 2;

    private CertificateStatusParser() {}

    /*
     * struct {
     *     CertificateStatusType status_type;
     *     select (status_type) {
     *         case ocsp: OCSPResponse;             opaque OCSPResponse<1..2^24-1>;
     *         case ocsp_multi: OCSPResponseList;   the server's own first
     *     } response;
     * } CertificateStatus;
     */
    /**
     * The word of {@link OcspResponse#status}.
     *
     * @param serialNumber of the server's own certificate; null for any
     */
    static String parse(ByteCursor in, String serialNumber) {
        ByteCursor responses = new ByteCursor().wrap(in);
        int type = responses.u8();
        if (type == OCSP_MULTI) {
            ByteCursor list = new ByteCursor();
            responses.slice24(list);
            responses = list;
        } else if (type != OCSP) {
            return OcspResponse.UNREADABLE;
        }
        ByteCursor response = new ByteCursor();
        responses.slice24(response);
        return responses.ok() ? OcspResponse.status(response, serialNumber) : OcspResponse.UNREADABLE;
    }
}
