package io.plainsight.sensor.quic;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Reads the frames of an Initial packet: PADDING, PING, ACK, CRYPTO and CONNECTION_CLOSE are all that may stand there, RFC
 * 9000 table 3.
 *
 * <p><b>Threading:</b> any; keeps nothing.
 */
final class InitialFrames {
    private static final int PADDING = 0x00;
    private static final int PING = 0x01;
    private static final int ACK = 0x02;
    private static final int ACK_ECN = 0x03;
    private static final int CRYPTO = 0x06;
    private static final int CONNECTION_CLOSE = 0x1c;

    /** Learns what the frames say. */
    interface Handler {
        void onCrypto(long offset, ByteCursor data);

        /** @param error as in RFC 9000 section 20.1 */
        void onConnectionClose(long error);
    }

    private InitialFrames() {}

    /**
     * @param data a cursor for the frames' content
     * @return false when a frame makes no sense; what came before it was told
     */
    static boolean read(ByteCursor in, ByteCursor data, Handler handler) {
        while (in.remaining() > 0) {
            int type = in.u8();
            switch (type) {
                case PADDING, PING -> {
                    // no content
                }
                case ACK, ACK_ECN -> skipAck(in, type == ACK_ECN);
                case CRYPTO -> {
                    long offset = Varint.read(in);
                    long length = Varint.read(in);
                    if (!in.ok() || length > in.remaining()) {
                        return false;
                    }
                    in.slice((int) length, data);
                    handler.onCrypto(offset, data);
                }
                case CONNECTION_CLOSE -> {
                    long error = Varint.read(in);
                    Varint.read(in); // the frame type that caused it
                    long reason = Varint.read(in);
                    if (!in.ok() || reason > in.remaining()) {
                        return false;
                    }
                    in.skip((int) reason);
                    handler.onConnectionClose(error);
                }
                default -> {
                    return false;
                }
            }
        }
        return in.ok();
    }

    /** Each range takes two bytes at least, so the count cannot keep the loop alive beyond the packet. */
    private static void skipAck(ByteCursor in, boolean ecn) {
        Varint.read(in); // largest acknowledged
        Varint.read(in); // delay
        long ranges = Varint.read(in);
        Varint.read(in); // first range
        for (long i = 0; i < ranges && in.ok(); i++) {
            Varint.read(in); // gap
            Varint.read(in); // length
        }
        for (int i = 0; ecn && i < 3; i++) {
            Varint.read(in);
        }
    }
}
