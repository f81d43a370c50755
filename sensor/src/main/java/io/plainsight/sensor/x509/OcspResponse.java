package io.plainsight.sensor.x509;

import io.plainsight.sensor.buffer.ByteCursor;
import java.math.BigInteger;
import java.util.Locale;

/**
 * The status of a certificate in an OCSP response, RFC 6960 section 4.2.1. Its signature is not verified: this is what the
 * server stapled, and no more.
 */
public final class OcspResponse {
    public static final String GOOD = "good";
    public static final String REVOKED = "revoked";
    public static final String UNKNOWN = "unknown";
    public static final String UNREADABLE = "unreadable";

    /** A staple is about one certificate. */
    private static final int MAX_RESPONSES = 16;

    private static final int GOOD_TAG = Der.context(0);
    private static final int REVOKED_TAG = Der.constructed(1);

    private OcspResponse() {}

    /*
     * OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED, responseBytes [0] EXPLICIT ResponseBytes OPTIONAL }
     * ResponseBytes ::= SEQUENCE { responseType OBJECT IDENTIFIER, response OCTET STRING }
     * BasicOCSPResponse ::= SEQUENCE { tbsResponseData ResponseData, … }
     * ResponseData ::= SEQUENCE { version [0] EXPLICIT DEFAULT v1, responderID CHOICE { [1], [2] },
     *     producedAt GeneralizedTime, responses SEQUENCE OF SingleResponse, … }
     */
    /**
     * {@link #GOOD}, {@link #REVOKED}, {@link #UNKNOWN} (also when the responder had no answer, or none for this one) or
     * {@link #UNREADABLE}.
     *
     * @param response DER of an OCSPResponse; consumed
     * @param serialNumber of the certificate that is asked for, upper-case hexadecimal; null for any
     */
    public static String status(ByteCursor response, String serialNumber) {
        ByteCursor outer = new ByteCursor();
        ByteCursor field = new ByteCursor();
        Der.expect(response, Der.SEQUENCE, outer);
        Der.expect(outer, Der.ENUMERATED, field);
        if (outer.ok() && field.remaining() == 1 && field.peek(0) != 0) {
            return UNKNOWN; // tryLater, unauthorized and the like
        }
        ByteCursor bytes = new ByteCursor();
        Der.expect(outer, Der.constructed(0), field);
        Der.expect(field, Der.SEQUENCE, bytes);
        Der.expect(bytes, Der.OBJECT_IDENTIFIER, field);
        Der.expect(bytes, Der.OCTET_STRING, field);
        Der.expect(field, Der.SEQUENCE, bytes);
        ByteCursor data = new ByteCursor();
        Der.expect(bytes, Der.SEQUENCE, data);
        Der.skipOptional(data, Der.constructed(0), field);
        Der.next(data, field);
        Der.expect(data, Der.GENERALIZED_TIME, field);
        ByteCursor responses = new ByteCursor();
        Der.expect(data, Der.SEQUENCE, responses);
        return data.ok() ? statusIn(responses, serialNumber) : UNREADABLE;
    }

    /*
     * SingleResponse ::= SEQUENCE { certID CertID, certStatus CHOICE { good [0], revoked [1], unknown [2] }, … }
     * CertID ::= SEQUENCE { hashAlgorithm, issuerNameHash, issuerKeyHash OCTET STRING, serialNumber INTEGER }
     */
    private static String statusIn(ByteCursor responses, String serialNumber) {
        ByteCursor single = new ByteCursor();
        ByteCursor id = new ByteCursor();
        ByteCursor field = new ByteCursor();
        for (int i = 0; i < MAX_RESPONSES && responses.remaining() > 0; i++) {
            Der.expect(responses, Der.SEQUENCE, single);
            Der.expect(single, Der.SEQUENCE, id);
            Der.expect(id, Der.SEQUENCE, field);
            Der.expect(id, Der.OCTET_STRING, field);
            Der.expect(id, Der.OCTET_STRING, field);
            Der.expect(id, Der.INTEGER, field);
            String serial = serial(field);
            int tag = Der.next(single, field);
            if (!id.ok() || tag < 0) {
                return UNREADABLE;
            }
            if (serialNumber == null || serialNumber.equals(serial)) {
                return tag == GOOD_TAG ? GOOD : tag == REVOKED_TAG ? REVOKED : UNKNOWN;
            }
        }
        return UNKNOWN;
    }

    private static String serial(ByteCursor in) {
        byte[] bytes = in.toArray();
        return bytes.length == 0 ? "" : new BigInteger(1, bytes).toString(16).toUpperCase(Locale.ROOT);
    }
}
