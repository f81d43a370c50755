package io.plainsight.sensor.dtls;

import io.plainsight.sensor.dissect.Side;

/**
 * Infers from epochs and lengths whether a DTLS 1.3 handshake came to its end; nothing behind the ServerHello can be read.
 *
 * <p>The argument. A client writes with epoch 3 only after it has verified the server and sent its Finished (RFC 9147
 * section 6.1). The server writes with epoch 3 from its own Finished on, so only what it writes after the client's tells: an
 * acknowledgement of the Finished, a ticket or data, all longer than an alert. An alert, and no more than that, says nothing
 * for sure, since an empty acknowledgement is as long.
 *
 * <p><b>Memory:</b> a few flags, one instance per DTLS 1.3 connection.
 */
final class Dtls13Completion {
    private static final int HANDSHAKE_EPOCH = 2;
    private static final int APPLICATION_EPOCH = 3;
    /** Alert and AEAD tag: 2 + 1 + 16 bytes. */
    private static final int ALERT_RECORD = 19;
    /** Header, SHA-256 hash, content type and tag: 12 + 32 + 1 + 16 bytes; the shortest Finished. */
    private static final int MIN_FINISHED_RECORD = 61;

    private boolean clientFlight;
    private boolean clientData;
    private boolean serverAnswer;

    /**
     * An encrypted record.
     *
     * @param epochBits low bits of its epoch
     * @param length bytes of encrypted content
     */
    void onRecord(Side role, int epochBits, int length) {
        if (role == Side.CLIENT) {
            clientFlight |= epochBits == HANDSHAKE_EPOCH && length >= MIN_FINISHED_RECORD;
            clientData |= epochBits == APPLICATION_EPOCH && length > ALERT_RECORD;
        } else {
            boolean answers = clientFlight || clientData;
            serverAnswer |= answers && epochBits == APPLICATION_EPOCH && length > ALERT_RECORD;
        }
    }

    /** Whether the handshake is over and went well. */
    boolean isComplete() {
        return clientData && serverAnswer;
    }
}
