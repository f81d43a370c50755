package io.plainsight.sensor.tls;

import io.plainsight.sensor.dissect.Side;

/**
 * Infers from the lengths of encrypted records whether a TLS 1.3 handshake came to its end. Nothing behind the ServerHello
 * can be read, so every answer is marked as inferred.
 *
 * <p>The argument. A record is its content, one byte of type and 16 of tag, and some stacks pad by 16 more (JSSE). A Finished
 * is 4 bytes and the hash: 53 bytes on the wire for SHA-256, 69 for SHA-384. An alert is 19, padded 35; an empty Certificate
 * 25. So a client that ends its flight with nothing as long as a Finished refused the server, and a server that answers a
 * client's Finished with nothing longer than an alert and then closes refused the client, whose Finished came too early
 * to know. A longer record of the server after the client's Finished (a ticket, data) shows that both are content.
 *
 * <p>{@link #confidence()} says how far the argument carries; the figures are estimates whose order counts: an answer of the
 * server that cannot be an alert, then an alert's exact length, then what is inferred from silence.
 *
 * <p><b>Memory:</b> a few numbers and two {@link Tls13Flight}s, one instance per TLS 1.3 connection.
 */
final class Tls13Completion {
    /** Content type byte and AEAD tag. */
    private static final int RECORD_OVERHEAD = 17;

    private static final int HANDSHAKE_HEADER = 4;
    /** An alert without padding: 2 + 17 bytes. */
    private static final int ALERT_RECORD = 19;
    /** What JSSE adds to each record. */
    private static final int PADDING = 16;
    /** Longest alert record seen. */
    static final int MAX_ALERT_RECORD = ALERT_RECORD + PADDING;
    /** Records that a client sends after its Finished, without any answer, before it counts as talking to somebody. */
    private static final int CLIENT_RECORDS_ALONE = 4;
    /** A refusal follows the client's Finished within a round trip; an idle timeout's close_notify takes longer. */
    static final long REFUSAL_NS = 2_000_000_000L;

    /** A Certificate with an empty list: header of 4, empty context, empty list (RFC 8446 section 4.4.2). */
    private static final int EMPTY_CERTIFICATE_RECORD = HANDSHAKE_HEADER + 1 + 3 + RECORD_OVERHEAD;

    /** The length of EndOfEarlyData, which has no body. */
    private static final int END_OF_EARLY_DATA_RECORD = HANDSHAKE_HEADER + RECORD_OVERHEAD;
    /** Records of a client's flight before its Finished, where each message has its own: certificate and signature. */
    private static final int CLIENT_FLIGHT_RECORDS = 3;

    private static final double ANSWERED = 0.95;
    private static final double ALERT_LENGTH = 0.9;
    private static final double CLOSED_POLITELY = 0.8;
    private static final double UNCONTRADICTED = 0.7;
    private static final double SHORT_RECORD = 0.6;

    private final Tls13Flight serverRecords = new Tls13Flight();
    private final Tls13Flight clientRecords = new Tls13Flight();
    private final int finishedRecord;
    private final boolean earlyData;
    private boolean serverFlight;
    private boolean clientFinished;
    private boolean clientShort;
    private boolean clientShortAfterFinished;
    private int clientRecordsAfterFinished;
    private boolean serverShortAfterFinished;
    private boolean clientClosed;
    private boolean complete;
    /** Whether a record of exactly a Finished's length was seen, and not only one that may hold more besides. */
    private boolean exactFinished;
    /** Whether the client's flight is a Finished alone: there is no certificate that the server could refuse. */
    private boolean plainFlight;

    /** The client's flight began with a Certificate without certificates. */
    private boolean emptyCertificate;
    /** After the client began its flight, and before its Finished, the server sent no more than an alert. */
    private boolean serverInterrupted;

    private boolean paddedFinished;
    private boolean endOfEarlyData;
    private boolean earlyDataAccepted;
    private int refusalLength;
    private double confidence = UNCONTRADICTED;
    private long clientFinishedNs;

    /**
     * @param hashLength bytes of the suite's hash
     * @param earlyData whether the client may send early data, which goes on for as long as the server's flight is on its
     *     way: then only a record of exactly a Finished's length is taken for one
     */
    Tls13Completion(int hashLength, boolean earlyData) {
        finishedRecord = hashLength + HANDSHAKE_HEADER + RECORD_OVERHEAD;
        this.earlyData = earlyData;
    }

    /** An application_data record of {@code length} bytes. */
    void onRecord(Side role, int length, long timestampNs) {
        if (role == Side.SERVER) {
            onServerRecord(length);
        } else if (serverFlight) {
            onClientRecord(length, timestampNs);
        } // else early data, sent before the server's flight was seen
    }

    /** Whether the handshake is over and went well. */
    boolean isComplete() {
        return complete;
    }

    /** Whether, at the end of the connection, what was seen amounts to a completed handshake. */
    boolean isCompleteAtEnd(long timestampNs) {
        // with a certificate in the flight, silence may as well be the server's refusal
        return complete || plainFlight && clientRecordsAfterFinished > 0 && !isClientRefused(timestampNs);
    }

    /** Whether the client's last word was too short for a Finished: it refused the server. */
    boolean isServerRefused() {
        return !clientFinished && clientShort && !isMissingCertificateRefused();
    }

    /** A server that insists on a certificate need not wait for the Finished behind an empty one. */
    private boolean isMissingCertificateRefused() {
        return emptyCertificate && serverInterrupted && !clientFinished;
    }

    /** Whether the server answered the client's Finished with no more than an alert, at once. */
    boolean isClientRefused(long timestampNs) {
        if (isMissingCertificateRefused()) {
            return true;
        }
        return clientFinished
                && !complete
                && serverShortAfterFinished
                && !clientClosed
                && timestampNs - clientFinishedNs <= REFUSAL_NS;
    }

    /**
     * Whether the server broke off right behind its hello: an alert's length, alone or behind the EncryptedExtensions. After
     * more than that it may as well be a close_notify.
     */
    boolean isServerAborted() {
        int count = serverRecords.count();
        int last = serverRecords.length(count - 1);
        // the padded length can also be that of EncryptedExtensions, which more would follow
        return clientRecords.count() == 0
                && count <= 2
                && (last == ALERT_RECORD || last == MAX_ALERT_RECORD && count == 1);
    }

    /** The client closed: what the server still says, a close_notify in all likelihood, is an answer to that. */
    void onClientClosed() {
        clientClosed |= !serverShortAfterFinished;
    }

    /** Whether the client sent its Finished and then closed of its own accord, which says nothing about the server's view. */
    boolean isClosedByContentClient() {
        return clientFinished && clientClosed;
    }

    boolean isClientFinished() {
        return clientFinished;
    }

    boolean isServerFlightSeen() {
        return serverFlight;
    }

    int finishedRecord() {
        return finishedRecord;
    }

    /** What the server sent before the client's first record behind the ServerHello. */
    Tls13Flight serverFlight() {
        return serverRecords;
    }

    Tls13Flight clientFlight() {
        return clientRecords;
    }

    /** Whether the client ended its early data the way it does when the server takes it; false while that is open. */
    boolean isEarlyDataAccepted() {
        return earlyDataAccepted;
    }

    /** How sure the end is that the other methods tell, 0 to 1. */
    double confidence() {
        if (complete) {
            return confidence;
        }
        if (isServerAborted()) {
            return ALERT_LENGTH;
        }
        if (refusalLength == 0) {
            return UNCONTRADICTED;
        }
        boolean nothingToRefuse = clientFinished && plainFlight; // a server that closes at once looks the same
        boolean alert = refusalLength == ALERT_RECORD || refusalLength == MAX_ALERT_RECORD;
        return alert && !nothingToRefuse ? ALERT_LENGTH : SHORT_RECORD;
    }

    private void onServerRecord(int length) {
        if (!clientFinished) {
            serverFlight = true;
            serverInterrupted |= clientRecords.count() > 0 && length <= MAX_ALERT_RECORD;
            if (clientRecords.count() == 0) {
                serverRecords.add(length);
            }
        } else if (length > MAX_ALERT_RECORD) {
            complete(ANSWERED);
        } else if (clientShortAfterFinished && plainFlight) {
            complete(CLOSED_POLITELY); // close_notify answered by close_notify
        } else if (clientShortAfterFinished) {
            clientClosed = true; // an answer to the client's close, or a refusal that crossed it
        } else {
            serverShortAfterFinished = true;
            refusalLength = length;
        }
    }

    private void complete(double sure) {
        if (!complete) {
            complete = true;
            confidence = sure;
        }
    }

    private boolean isExactlyFinished(int length) {
        return length == finishedRecord || length == finishedRecord + PADDING;
    }

    private void onClientRecord(int length, long timestampNs) {
        clientRecords.add(length);
        boolean exact = isExactlyFinished(length);
        if (!clientFinished) {
            clientFinished = earlyData ? exact : length >= finishedRecord;
            exactFinished = exact;
            plainFlight = exact && (earlyData || clientRecords.count() == 1);
            paddedFinished = length == finishedRecord + PADDING;
            earlyDataAccepted = clientFinished && endOfEarlyData;
            endOfEarlyData = length == END_OF_EARLY_DATA_RECORD;
            boolean empty = length == EMPTY_CERTIFICATE_RECORD || length == EMPTY_CERTIFICATE_RECORD + PADDING;
            emptyCertificate |= !earlyData && clientRecords.count() == 1 && empty;
            clientShort |= !clientFinished && (!earlyData || length == ALERT_RECORD);
            refusalLength = clientFinished ? 0 : length;
            clientFinishedNs = timestampNs;
        } else if (exact && !exactFinished && clientRecordsAfterFinished < CLIENT_FLIGHT_RECORDS) {
            exactFinished = true; // what came before was the certificate and its signature
            clientRecordsAfterFinished = 0;
            clientFinishedNs = timestampNs;
        } else {
            onRecordAfterFinished(length, timestampNs);
        }
    }

    private void onRecordAfterFinished(int length, long timestampNs) {
        boolean likeAlert = length == ALERT_RECORD || length == MAX_ALERT_RECORD && (paddedFinished || !exactFinished);
        clientShortAfterFinished |= likeAlert && !serverShortAfterFinished;
        clientRecordsAfterFinished++;
        boolean alone = clientRecordsAfterFinished >= CLIENT_RECORDS_ALONE && !serverShortAfterFinished;
        if (alone && timestampNs - clientFinishedNs > REFUSAL_NS) {
            complete(CLOSED_POLITELY); // a refusal would have come by now
        }
    }
}
