package io.plainsight.sensor.quic;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;

/**
 * One connection's Initial level: its keys, and the CRYPTO streams of both sides.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> per connection.
 */
final class InitialCrypto {
    /** Takes a handshake message of {@code role}. */
    interface MessageHandler {
        void onMessage(Side role, int type, ByteCursor body);
    }

    private final QuicShared shared;
    private final Stream client;
    private final Stream server;
    private InitialKeys keys;
    /** For a version that server and client changed to on the way (RFC 9368 section 2.3), from the same connection id. */
    private InitialKeys otherVersion;

    private boolean broken;
    private long closeError = -1;

    InitialCrypto(QuicShared shared, MessageHandler handler) {
        this.shared = shared;
        client = new Stream(Side.CLIENT, handler);
        server = new Stream(Side.SERVER, handler);
    }

    /** Null before the first packet that opened. */
    InitialKeys keys() {
        return keys;
    }

    void use(InitialKeys newKeys) {
        keys = newKeys;
        otherVersion = null;
    }

    /** A Retry came: keys follow from the id that the server chose. */
    void rekey(QuicVersion version, byte[] connectionId) {
        use(shared.protection.derive(version, connectionId));
    }

    /** The keys for a packet of {@code version}, once there are any. */
    InitialKeys keysFor(QuicVersion version) {
        if (version == keys.version) {
            return keys;
        }
        if (otherVersion == null || otherVersion.version != version) {
            otherVersion = shared.protection.derive(version, keys.connectionId);
        }
        return otherVersion;
    }

    /** Takes the frames of one packet of {@code role}. */
    InitialFrames.Handler handler(Side role) {
        broken = false;
        closeError = -1;
        return role == Side.CLIENT ? client : server;
    }

    /** Whether the latest packet held CRYPTO frames that cannot be followed. */
    boolean isBroken() {
        return broken;
    }

    /** The error of the latest packet's CONNECTION_CLOSE; -1 without one. */
    long closeError() {
        return closeError;
    }

    /** Gives back what waits for missing frames. */
    void release() {
        client.stream.release();
        server.stream.release();
    }

    private final class Stream implements InitialFrames.Handler, CryptoStream.MessageHandler {
        private final Side role;
        private final MessageHandler handler;
        private final CryptoStream stream = new CryptoStream(shared.budget);

        Stream(Side role, MessageHandler handler) {
            this.role = role;
            this.handler = handler;
        }

        @Override
        public void onCrypto(long offset, ByteCursor data) {
            broken |= !stream.onFrame(offset, data, this);
        }

        @Override
        public void onConnectionClose(long error) {
            closeError = error;
        }

        @Override
        public void onMessage(int type, ByteCursor body) {
            handler.onMessage(role, type, body);
        }
    }
}
