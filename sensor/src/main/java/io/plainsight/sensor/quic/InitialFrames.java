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
    private static final int GOOGLE_CRYPTO = 0x08;
    private static final int GOOGLE_ACK_MASK = 0xc0;
    private static final int GOOGLE_ACK = 0x40;
    /** Bytes of a number that two bits of an ACK's type tell, in Google's frames. */
    private static final int[] GOOGLE_NUMBER = {1, 2, 4, 6};

    /** Learns what the frames say. */
    interface Handler {
        void onCrypto(long offset, ByteCursor data);

        /** @param error as in RFC 9000 section 20.1 */
        void onConnectionClose(long error);
    }

    private InitialFrames() {}

    /**
     * @param google whether the frames are Google's from before the standard
     * @param data a cursor for the frames' content
     * @return false when a frame makes no sense; what came before it was told
     */
    static boolean read(ByteCursor in, boolean google, ByteCursor data, Handler handler) {
        while (in.remaining() > 0) {
            int type = in.u8();
            if (google && (type & GOOGLE_ACK_MASK) == GOOGLE_ACK) {
                skipGoogleAck(in, type);
                continue;
            }
            switch (google && type == GOOGLE_CRYPTO ? CRYPTO : type) {
                case PADDING -> skipPadding(in);
                case PING -> {
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

    /** A client's Initial is padded to 1200 bytes and more: most of it is looked at here, eight bytes at a time. */
    private static void skipPadding(ByteCursor in) {
        while (in.remaining() >= Long.BYTES && in.buffer().getLong(in.position()) == 0) {
            in.skip(Long.BYTES);
        }
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

    /** 01ntllmm: n more blocks follow the first, ll and mm tell the length of the largest number and of blocks. */
    private static void skipGoogleAck(ByteCursor in, int type) {
        int block = GOOGLE_NUMBER[type & 3];
        in.skip(GOOGLE_NUMBER[type >> 2 & 3] + 2); // largest acknowledged, delay
        int blocks = (type & 0x20) == 0 ? 0 : in.u8();
        in.skip(block + blocks * (1 + block));
        int timestamps = in.u8();
        in.skip(timestamps == 0 ? 0 : 5 + 3 * (timestamps - 1));
    }
}
