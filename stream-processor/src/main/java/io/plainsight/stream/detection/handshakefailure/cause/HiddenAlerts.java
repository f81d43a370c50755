package io.plainsight.stream.detection.handshakefailure.cause;

import static io.plainsight.stream.detection.handshakefailure.cause.FailureCause.*;

/**
 * What an encrypted alert was about: told by whose it was, and by how many bytes the client's flight had before it. Rests on the
 * sizes that the standard gives to messages, and on no program's habits beyond whether it pads.
 *
 * <p>TLS 1.3 (RFC 8446 section 4.4): a Finished is 4 bytes and the hash, an empty Certificate 8, a Certificate with one leaf
 * some hundreds; each record adds 17 bytes. So the flight's sum, less one record with a Finished, is 0 for a Finished alone, 8
 * (in the same record) or 25 (in one of its own) with an empty Certificate, and far more with a real one. Padding adds to that:
 * 16 a record is known (JSSE).
 */
final class HiddenAlerts {
    private static final int HANDSHAKE_HEADER = 4;
    private static final int RECORD_OVERHEAD = 17;
    private static final int PADDING = 16;
    /** No X.509 certificate is smaller. */
    private static final int MIN_CERTIFICATE = 120;

    private static final double LIKELY = 0.85;
    private static final double GUESSED = 0.6;

    private HiddenAlerts() {}

    static Failure classify(Facts facts) {
        if (facts.rejecter() == Party.CLIENT) {
            return client(facts);
        }
        return facts.rejecter() == Party.SERVER ? server(facts) : facts.inferred(HIDDEN_ALERT, Party.UNKNOWN, GUESSED);
    }

    /** A client that speaks before its Finished has seen the server's flight: its certificate, unless a session was resumed. */
    private static Failure client(Facts facts) {
        if (facts.isTls13() && !facts.isResumed()) {
            return facts.inferred(SERVER_CERTIFICATE_REJECTED, Party.CLIENT, LIKELY);
        }
        return facts.inferred(HIDDEN_ALERT, Party.CLIENT, GUESSED);
    }

    private static Failure server(Facts facts) {
        if (facts.isTls13() && facts.clientRecords().isEmpty() && facts.isAlpnOffered() && !facts.isResumed()) {
            // between its hello and its certificate a server says little more than which protocol it chose
            return facts.inferred(APPLICATION_PROTOCOL, Party.SERVER, GUESSED);
        }
        if (!facts.isTls13() || facts.clientRecords().isEmpty()) {
            return facts.inferred(HIDDEN_ALERT, Party.SERVER, GUESSED);
        }
        int sum = facts.clientRecords().stream().mapToInt(Integer::intValue).sum();
        int beyond = sum - (HANDSHAKE_HEADER + hashLength(facts.cipher()) + RECORD_OVERHEAD);
        if (beyond >= MIN_CERTIFICATE) {
            return facts.inferred(CLIENT_CERTIFICATE_REJECTED, Party.SERVER, LIKELY);
        }
        boolean plain = beyond == 0 || beyond == PADDING;
        return plain
                ? facts.inferred(facts.isExternalPsk() ? PSK_MISMATCH : HIDDEN_ALERT, Party.SERVER, GUESSED)
                : facts.inferred(CLIENT_CERTIFICATE_MISSING, Party.SERVER, LIKELY);
    }

    /** Bytes of the suite's hash: the last word of its name says which (RFC 8446 appendix B.4). */
    private static int hashLength(String cipher) {
        return cipher != null && cipher.endsWith("SHA384") ? 48 : 32;
    }
}
