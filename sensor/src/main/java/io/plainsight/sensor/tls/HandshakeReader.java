package io.plainsight.sensor.tls;

import io.plainsight.sensor.buffer.ByteCursor;
import java.nio.ByteBuffer;

/**
 * Finds handshake messages in the fragments of one side's handshake records. A message that lies in one record is handed
 * out in place; only one that really is split over records is copied.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> one buffer of the size of a split message, while it is put together.
 * <b>Bounds:</b> {@link #MAX_MESSAGE} bytes; a larger message is skipped and counted.
 */
final class HandshakeReader {
    /** Certificate chains of real servers stay below 20 KiB; TLS libraries refuse messages beyond about 100 KiB. */
    static final int MAX_MESSAGE = 64 * 1024;

    private static final int HEADER_LENGTH = 4;

    private final ByteCursor body;
    /** The bytes of a split header that have come, the last one lowest. */
    private int header;

    private int headerLength;
    private byte[] message;
    private int messageLength;
    /** Bytes of an oversized message still to pass over. */
    private int skip;

    /** @param body to give out messages with; may be shared with other readers of the thread */
    HandshakeReader(ByteCursor body) {
        this.body = body;
    }

    /**
     * Takes what it can of a handshake record's fragment.
     *
     * @param in stands on the rest of the fragment; may hold less than that, or more behind it
     * @param remaining bytes of the fragment not yet taken
     * @return bytes taken; fewer than there are when a message goes on in bytes of this record that have not come yet
     */
    int read(ByteCursor in, int remaining, TlsStreamHandler handler) {
        int available = Math.min(remaining, in.remaining());
        int taken = 0;
        while (taken < available) {
            int step = step(in, remaining - taken, available - taken, handler);
            if (step == 0) {
                break;
            }
            taken += step;
        }
        return taken;
    }

    /** Forgets a half-read message: bytes are missing. */
    void reset() {
        headerLength = 0;
        message = null;
        messageLength = 0;
        skip = 0;
    }

    private int step(ByteCursor in, int remaining, int available, TlsStreamHandler handler) {
        if (skip > 0) {
            int step = Math.min(skip, available);
            in.skip(step);
            skip -= step;
            return step;
        }
        if (headerLength > 0) {
            return assemble(in, available, handler);
        }
        return inPlace(in, remaining, available, handler);
    }

    /*
     * struct {
     *     HandshakeType msg_type;
     *     uint24 length;
     *     select (Handshake.msg_type) { … };
     * } Handshake;      RFC 8446 section 4
     */
    private int inPlace(ByteCursor in, int remaining, int available, TlsStreamHandler handler) {
        if (!HandshakeType.isKnown(in.peek(0))) {
            handler.onOddity(TlsOddity.BAD_HANDSHAKE_TYPE);
            in.skip(available);
            return available;
        }
        if (remaining < HEADER_LENGTH) {
            return assemble(in, available, handler);
        }
        if (available < HEADER_LENGTH) {
            return 0;
        }
        int length = in.peek(1) << 16 | in.peek(2) << 8 | in.peek(3);
        if (length > MAX_MESSAGE) {
            handler.onOddity(TlsOddity.OVERSIZED_HANDSHAKE);
            skip = HEADER_LENGTH + length;
            return step(in, remaining, available, handler);
        }
        if (HEADER_LENGTH + length > remaining) {
            return assemble(in, available, handler);
        }
        if (HEADER_LENGTH + length > available) {
            return 0;
        }
        int type = in.u8();
        in.slice24(body);
        handler.onHandshake(type, body);
        return HEADER_LENGTH + length;
    }

    private int assemble(ByteCursor in, int available, TlsStreamHandler handler) {
        int taken = 0;
        if (headerLength < HEADER_LENGTH) {
            taken = Math.min(HEADER_LENGTH - headerLength, available);
            for (int i = 0; i < taken; i++) {
                header = header << Byte.SIZE | in.u8();
            }
            headerLength += taken;
            if (headerLength < HEADER_LENGTH) {
                return taken;
            }
            int length = header & 0xff_ffff;
            if (length > MAX_MESSAGE) {
                handler.onOddity(TlsOddity.OVERSIZED_HANDSHAKE);
                headerLength = 0;
                skip = length;
                return taken;
            }
            message = new byte[length];
            messageLength = 0;
        }
        int step = Math.min(message.length - messageLength, available - taken);
        in.copyTo(message, messageLength, step);
        messageLength += step;
        if (messageLength == message.length) {
            body.wrap(ByteBuffer.wrap(message), 0, messageLength);
            int type = header >>> 3 * Byte.SIZE;
            reset();
            handler.onHandshake(type, body);
        }
        return taken + step;
    }
}
