package io.plainsight.sensor.tls;

/**
 * Infers from the lengths of encrypted records whether a TLS 1.3 server asked for a client certificate and what it got. In TLS
 * 1.3 all of that is encrypted, so the answer rests on how a stack cuts its messages into records, and there is none for a
 * stack that does not show one of the two habits measured here.
 *
 * <ul>
 *   <li><b>One record for each message, no padding</b> (OpenSSL 3.0, GnuTLS 3.7). A server's flight is EncryptedExtensions,
 *       [CertificateRequest,] Certificate, CertificateVerify, Finished: five records that end in a Finished's length mean a
 *       request. A client without a certificate sends an empty Certificate, a record of exactly 25 bytes, then its Finished;
 *       with one, Certificate, CertificateVerify (whose length follows from the signature) and Finished.
 *   <li><b>One padded record for the whole flight</b> (JSSE of JDK 17 and 25, known by its status_request_v2). Finished alone has the hash's
 *       length and 37 bytes; with an empty Certificate 8 more; anything much longer holds a certificate.
 * </ul>
 *
 * <p><b>Threading:</b> any; pure functions.
 */
final class Tls13ClientAuth {
    /** Type byte and AEAD tag. */
    private static final int RECORD_OVERHEAD = 17;

    private static final int JSSE_PADDING = 16;
    /** Header of 4, empty context, empty list: RFC 8446 section 4.4.2. */
    private static final int EMPTY_CERTIFICATE = 8;
    /** Header of 4, algorithm and length of the signature. */
    private static final int CERTIFICATE_VERIFY_FIXED = 8;
    /** No X.509 certificate is smaller: names, key and signature alone take more. */
    static final int MIN_CERTIFICATE = 120;
    /** Most records of the certificate, of 2^14 bytes each, before the CertificateVerify. */
    private static final int MAX_CERTIFICATE_RECORDS = 3;

    private static final int FLIGHT_WITHOUT_REQUEST = 4;
    private static final int FLIGHT_WITH_REQUEST = 5;

    /** EncryptedExtensions without any extension. */
    private static final int MIN_MESSAGE_RECORD = 4 + 2 + RECORD_OVERHEAD;

    /** The client's answer and the server's request fit each other, or the answer alone is unmistakable. */
    private static final double ANSWER_CONFIDENCE = 0.95;

    private static final double JSSE_CONFIDENCE = 0.9;
    private static final double REQUEST_CONFIDENCE = 0.85;

    enum Outcome {
        /** It cannot be told. */
        NO_CLAIM,
        /** The client's flight is a Finished alone: a server that asks gets a Certificate, be it empty (RFC 9846). */
        NOT_REQUESTED,
        REQUESTED,
        PRESENTED,
        DECLINED
    }

    /** @param confidence 0 to 1; 0 with no claim */
    record Inference(Outcome outcome, double confidence) {}

    private static final Inference NO_CLAIM = new Inference(Outcome.NO_CLAIM, 0);

    private Tls13ClientAuth() {}

    /**
     * @param finishedRecord length of a record that holds a Finished and no padding
     * @param server the server's records before the client's first
     * @param client the client's records behind the server's flight
     */
    static Inference infer(ClientHello hello, int finishedRecord, Tls13Flight server, Tls13Flight client) {
        if (hello == null || hello.earlyData) {
            return NO_CLAIM; // early data stands between the flights
        }
        boolean later =
                hello.hasExtension(TlsExtensionType.POST_HANDSHAKE_AUTH); // then it may be asked for at any time
        if (hello.hasExtension(TlsExtensionType.STATUS_REQUEST_V2)) {
            return jsseClient(finishedRecord, server, client, later);
        }
        int asked = messagePerRecord(finishedRecord, server);
        boolean whole = asked == FLIGHT_WITHOUT_REQUEST || server.count() == 1;
        if (!later && whole && client.length(0) == finishedRecord && showsCertificate(server)) {
            return new Inference(Outcome.NOT_REQUESTED, ANSWER_CONFIDENCE);
        }
        Inference answer = messagePerRecordClient(finishedRecord, client);
        if (answer.outcome() != Outcome.NO_CLAIM) {
            return asked == FLIGHT_WITHOUT_REQUEST ? NO_CLAIM : answer; // they contradict each other
        }
        return asked == FLIGHT_WITH_REQUEST && client.count() == 0
                ? new Inference(Outcome.REQUESTED, REQUEST_CONFIDENCE)
                : NO_CLAIM;
    }

    /** Messages of a server that gives each a record of its own; 0 for any other flight. */
    private static int messagePerRecord(int finishedRecord, Tls13Flight server) {
        int count = server.count();
        if (count < FLIGHT_WITHOUT_REQUEST || count > FLIGHT_WITH_REQUEST) {
            return 0;
        }
        boolean fits = server.length(count - 1) == finishedRecord
                && isCertificateVerify(server.length(count - 2))
                && server.length(count - 3) >= MIN_CERTIFICATE
                && server.length(0) >= MIN_MESSAGE_RECORD;
        return fits ? count : 0;
    }

    private static Inference messagePerRecordClient(int finishedRecord, Tls13Flight client) {
        if (client.length(0) == EMPTY_CERTIFICATE + RECORD_OVERHEAD && client.length(1) == finishedRecord) {
            return new Inference(Outcome.DECLINED, ANSWER_CONFIDENCE);
        }
        if (client.length(0) < MIN_CERTIFICATE) {
            return NO_CLAIM;
        }
        for (int verify = 1; verify <= MAX_CERTIFICATE_RECORDS; verify++) {
            if (isCertificateVerify(client.length(verify)) && client.length(verify + 1) == finishedRecord) {
                return new Inference(Outcome.PRESENTED, ANSWER_CONFIDENCE);
            }
        }
        return NO_CLAIM;
    }

    /** Whether a server's certificate may be in the flight; without one it is a resumption, in which nobody shows any. */
    private static boolean showsCertificate(Tls13Flight server) {
        for (int i = 0; i < server.count(); i++) {
            if (server.length(i) >= MIN_CERTIFICATE) {
                return true;
            }
        }
        return false;
    }

    private static Inference jsseClient(int finishedRecord, Tls13Flight server, Tls13Flight client, boolean later) {
        int beyondFinished = client.length(0) - finishedRecord - JSSE_PADDING;
        if (beyondFinished == 0 && !later && showsCertificate(server)) {
            return new Inference(Outcome.NOT_REQUESTED, JSSE_CONFIDENCE);
        }
        if (beyondFinished == EMPTY_CERTIFICATE) {
            return new Inference(Outcome.DECLINED, JSSE_CONFIDENCE);
        }
        return beyondFinished >= MIN_CERTIFICATE ? new Inference(Outcome.PRESENTED, JSSE_CONFIDENCE) : NO_CLAIM;
    }

    /** Whether the record is as long as one with a signature of a usual kind. */
    private static boolean isCertificateVerify(int length) {
        int signature = length - CERTIFICATE_VERIFY_FIXED - RECORD_OVERHEAD;
        return switch (signature) {
            case 64, 114 -> true; // Ed25519, Ed448
            case 128, 256, 384, 512, 1024 -> true; // RSA of 1024 to 8192 bits
            case 2420, 3309, 4627 -> true; // ML-DSA-44, -65, -87 (FIPS 204)
            default ->
                signature >= 68 && signature <= 72 // ECDSA in DER: P-256, P-384, P-521
                        || signature >= 100 && signature <= 104
                        || signature >= 135 && signature <= 139;
        };
    }
}
