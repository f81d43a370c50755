package io.plainsight.sensor.dtls;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.tls.CarriedHandshake;
import io.plainsight.sensor.tls.HandshakeType;
import io.plainsight.sensor.tls.TlsCarrier;
import io.plainsight.sensor.tls.TlsOddity;
import io.plainsight.sensor.tls.TlsOddityHandler;
import io.plainsight.sensor.tls.TlsVersion;
import io.plainsight.sensor.x509.CertificateCache;
import java.nio.ByteBuffer;

/**
 * Follows a handshake through a medium that loses packets: what arrives in order goes to {@link CarriedHandshake}, and when
 * the handshake is over, what never arrived makes its outcome unknown. Sides are roles: {@code CLIENT} sent the ClientHello.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> per connection; a copy of each ClientHello, and incomplete messages.
 */
final class DtlsHandshake {
    /** Encrypted records that may overtake what they build upon before that counts as lost. */
    static final int MAX_UNPLACED = 8;

    private final CarriedHandshake handshake;
    private final TlsOddityHandler oddities;
    private final SrtpKeying srtp = new SrtpKeying();
    private final Flight[] flights = {new Flight(Side.CLIENT), new Flight(Side.SERVER)};
    private final RecordWindow serverRecords = new RecordWindow();
    private final ByteCursor scratch = new ByteCursor();
    private final ByteCursor data = new ByteCursor();
    private Dtls13Completion dtls13;
    private boolean verifyRequested;
    /** The client's second hello shows an answer to its first, seen or not. */
    private boolean serverAnswered;

    private boolean serverHelloDone;
    private boolean serverChangeCipherSpec;
    private boolean clientKeyExchange;
    private int unplaced;
    private long timestampNs;

    DtlsHandshake(CertificateCache certificates, TlsOddityHandler oddities) {
        handshake = new CarriedHandshake(TlsCarrier.DTLS, certificates, oddities);
        this.oddities = oddities;
    }

    boolean isFinished() {
        return handshake.isFinished();
    }

    boolean isCompleted() {
        return handshake.isCompleted();
    }

    /** The flow belongs to peers that learned each other's certificates out of band, as those of ICE do. */
    void onFingerprintSignalled() {
        handshake.onFingerprintSignalled();
    }

    /** Whether the keys of SRTP come out of this handshake. */
    boolean isSrtpAgreed() {
        return handshake.isCompleted() && srtp.isAgreed(dtls13 != null);
    }

    /** Bytes of the connection id in the records of {@code role}; {@link DtlsRecord#UNKNOWN_LENGTH} before the hellos. */
    int connectionIdLength(Side role) {
        // each side says in its hello what it wants to find in the records that it receives
        int length = flights[role.other().ordinal()].connectionIdLength;
        int other = flights[role.ordinal()].connectionIdLength;
        return handshake.clientHello() != null && handshake.serverHello() != null && other < 0 ? 0 : length;
    }

    /** A handshake record of epoch 0; {@code whole} unless the capture cut it. */
    void onHandshakeRecord(Side role, DtlsRecord record, ByteCursor content, boolean whole, long timestampNs) {
        this.timestampNs = timestampNs;
        Flight flight = flights[role.ordinal()];
        flight.seen = true;
        if (role == Side.SERVER && content.peek(0) == HandshakeType.SERVER_HELLO) {
            serverRecords.begin(record.sequenceNumber());
        }
        onClearRecord(role, record);
        if (whole) {
            flight.messages.add(content, flight);
        } else {
            flight.messages.lose();
        }
    }

    void onChangeCipherSpec(Side role, DtlsRecord record) {
        flights[role.ordinal()].seen = true;
        onClearRecord(role, record);
        serverChangeCipherSpec |= role == Side.SERVER;
        handshake.onChangeCipherSpec(role);
    }

    void onAlert(Side role, int level, int description) {
        flights[role.ordinal()].seen = true;
        handshake.onAlert(role, level, description);
    }

    /** The Finished: a handshake record of an epoch behind 0, to DTLS 1.2. */
    void onEncryptedHandshake(Side role, int length, long timestampNs) {
        this.timestampNs = timestampNs;
        Flight flight = flights[role.ordinal()];
        flight.seen = true;
        flight.finished = true;
        if (flights[role.other().ordinal()].finished) {
            settle();
        }
        handshake.onEncryptedHandshake(role, length, timestampNs);
    }

    /**
     * An encrypted record that is no Finished: content or an alert. An alert that comes before both Finished were seen is
     * most likely a close_notify behind a Finished that was lost, and no sign of failure.
     */
    void onEncrypted(Side role, int length, long timestampNs) {
        this.timestampNs = timestampNs;
        flights[role.ordinal()].seen = true;
        boolean midway = handshake.clientHello() == null && handshake.serverHello() == null;
        if (!midway && ++unplaced == MAX_UNPLACED) {
            giveUpMissing();
        }
        if ((midway || unplaced >= MAX_UNPLACED) && dtls13 == null) {
            handshake.onApplicationData(role, length, timestampNs);
        }
    }

    /** A record with DTLS 1.3's unified header; {@code epochBits} as there. */
    void onCiphertext(Side role, int epochBits, int length, long timestampNs) {
        if (dtls13 == null) {
            if (role == Side.SERVER || epochBits != 1) { // epoch 1 is early data
                onEncrypted(role, length, timestampNs);
            }
            return;
        }
        dtls13.onRecord(role, epochBits, length);
        if (dtls13.isComplete()) {
            handshake.complete(timestampNs, true);
        }
    }

    void onClose(CloseKind kind, long timestampNs) {
        this.timestampNs = timestampNs;
        for (Flight flight : flights) {
            if (flight.messages.isWaiting()) {
                giveUp(flight.role);
            }
        }
        if (serverAnswered && !flights[Side.SERVER.ordinal()].seen) {
            giveUp(Side.SERVER);
        }
        handshake.onClose(null, kind, timestampNs);
    }

    void describe(ObservationDraft draft) {
        handshake.describe(draft);
        srtp.describe(handshake.isCompleted(), draft);
    }

    private void onClearRecord(Side role, DtlsRecord record) {
        if (role == Side.SERVER) {
            serverRecords.add(record.sequenceNumber());
        }
    }

    /**
     * Both sides finished, so all that they said was said: what was not seen is lost. A ServerHelloDone arrives behind all
     * that matters of the server's flight; without one, the handshake resumes a session if nothing is missing there.
     */
    private void settle() {
        if (serverHelloDone ? flights[Side.SERVER.ordinal()].lostBeforeDone : isServerFlightIncomplete()) {
            giveUp(Side.SERVER);
        }
        if (serverHelloDone && !clientKeyExchange || flights[Side.CLIENT.ordinal()].messages.isWaiting()) {
            giveUp(Side.CLIENT);
        }
    }

    private boolean isServerFlightIncomplete() {
        return handshake.serverHello() == null
                || !serverChangeCipherSpec
                || clientKeyExchange
                || flights[Side.SERVER.ordinal()].messages.isWaiting()
                || serverRecords.hasHole();
    }

    private void giveUpMissing() {
        for (Flight flight : flights) {
            if (!flight.finished) {
                giveUp(flight.role);
            }
        }
    }

    private void giveUp(Side role) {
        Flight flight = flights[role.ordinal()];
        handshake.onGap(role);
        flight.messages.giveUp(flight);
    }

    private void onMessage(Side role, int type, ByteCursor body) {
        switch (type) {
            case HandshakeType.CLIENT_HELLO -> onClientHello(role, body);
            case HandshakeType.SERVER_HELLO -> onServerHello(role, body);
            default -> {
                verifyRequested |= type == HandshakeMessages.HELLO_VERIFY_REQUEST;
                serverHelloDone |= type == HandshakeType.SERVER_HELLO_DONE && role == Side.SERVER;
                clientKeyExchange |= type == HandshakeType.CLIENT_KEY_EXCHANGE && role == Side.CLIENT;
                handshake.onHandshake(role, type, body, timestampNs);
            }
        }
    }

    /** The hello that brings back the cookie repeats the first one, RFC 6347 section 4.2.1: it says nothing new. */
    private void onClientHello(Side role, ByteCursor body) {
        boolean repeated = verifyRequested || HandshakeMessages.cookieLength(body) > 0;
        serverAnswered |= repeated;
        if (repeated && handshake.clientHello() != null && role == Side.CLIENT) {
            return;
        }
        byte[] hello = HandshakeMessages.withoutCookie(body);
        readExtensions(role, body.wrap(ByteBuffer.wrap(hello), 0, hello.length));
        handshake.onHandshake(role, HandshakeType.CLIENT_HELLO, body, timestampNs);
    }

    private void onServerHello(Side role, ByteCursor body) {
        readExtensions(role, body);
        handshake.onHandshake(role, HandshakeType.SERVER_HELLO, body, timestampNs);
        if (dtls13 == null
                && handshake.serverHello() != null
                && TlsVersion.isTls13(handshake.serverHello().version())) {
            dtls13 = new Dtls13Completion();
        }
    }

    private void readExtensions(Side role, ByteCursor hello) {
        boolean client = role == Side.CLIENT;
        if (HandshakeMessages.findExtension(scratch.wrap(hello), client, HandshakeMessages.CONNECTION_ID, data)) {
            flights[role.ordinal()].connectionIdLength = Math.max(0, data.peek(0));
        }
        if (HandshakeMessages.findExtension(scratch.wrap(hello), client, HandshakeMessages.USE_SRTP, data)) {
            if (client) {
                srtp.offer();
            } else {
                srtp.choose(data);
                handshake.onFingerprintSignalled();
            }
        }
    }

    /** What one role says in clear. */
    private final class Flight implements MessageReassembler.Handler {
        private final Side role;
        private final MessageReassembler messages = new MessageReassembler();
        private int connectionIdLength = DtlsRecord.UNKNOWN_LENGTH;
        private boolean seen;
        private boolean finished;
        private boolean lostBeforeDone;

        Flight(Side role) {
            this.role = role;
        }

        @Override
        public void onMessage(int type, int messageSequence, ByteCursor body) {
            if (type == HandshakeType.SERVER_HELLO_DONE) {
                lostBeforeDone = messages.hasDropped();
            }
            DtlsHandshake.this.onMessage(role, type, body);
        }

        @Override
        public void onBadFragment() {
            oddities.onOddity(TlsOddity.BAD_HANDSHAKE_TYPE);
        }

        @Override
        public void onOversizedMessage() {
            oddities.onOddity(TlsOddity.OVERSIZED_HANDSHAKE);
        }
    }
}
