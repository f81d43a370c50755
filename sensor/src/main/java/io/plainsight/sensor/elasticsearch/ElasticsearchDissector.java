package io.plainsight.sensor.elasticsearch;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.frame.Peek;
import io.plainsight.sensor.frame.StrictFrameDissector;
import io.plainsight.sensor.text.Ascii;
import io.plainsight.sensor.text.Credentials;

/**
 * What Elasticsearch's nodes and transport clients say to one another. Actions are user data once the other node answers in
 * kind; a password stands in the header Authorization of a message that is not compressed.
 *
 * <pre>
 *  'E' 'S' | Length (32) | Request (64) | Status (8) | Version (32) | Variable header, content
 *  'E' 'S' | -1 (32)                                                  a ping
 * </pre>
 */
public final class ElasticsearchDissector extends StrictFrameDissector {
    static final int LENGTH = 2;
    static final int STATUS = 14;
    static final int VERSION = 15;
    static final int HEADER_LENGTH = 19;

    private static final int LENGTH_END = 6;
    private static final long PING = 0xffffffffL;
    /** What a length counts at least: request, status and version. */
    private static final int MIN_LENGTH = HEADER_LENGTH - LENGTH_END;

    private static final long MAX_LENGTH = 1L << 30;

    private static final int RESPONSE = 1;
    private static final int HANDSHAKE = 8;
    private static final int STATUS_BITS = 0x0f;

    public ElasticsearchDissector() {
        super(ElasticsearchSignature.ELASTICSEARCH);
    }

    static boolean isLength(long length) {
        return length >= MIN_LENGTH && length <= MAX_LENGTH;
    }

    /** Requests come from the node that opened the connection, responses from the other. */
    static boolean isStatus(Side side, int status) {
        return status <= STATUS_BITS && (status & RESPONSE) == (side == Side.SERVER ? RESPONSE : 0);
    }

    @Override
    protected long frameLength(Side side, ByteCursor in) {
        if (!Peek.may(in, 0, "ES")) {
            return INVALID;
        }
        long length = Peek.u32(in, LENGTH);
        if (length == Peek.NONE) {
            return INCOMPLETE;
        }
        if (length == PING) {
            return LENGTH_END;
        }
        if (!isLength(length)) {
            return INVALID;
        }
        int status = in.peek(STATUS);
        if (status < 0) {
            return INCOMPLETE;
        }
        return isStatus(side, status) ? LENGTH_END + length : INVALID;
    }

    @Override
    protected void onFrame(Side side, ByteCursor frame) {
        if (frame.remaining() < HEADER_LENGTH) {
            return;
        }
        boolean handshake = (frame.peek(STATUS) & HANDSHAKE) != 0;
        if (side == Side.SERVER) {
            if (handshake) {
                answered();
            } else {
                carry(side);
            }
            return;
        }
        asked(!handshake);
        int authorization = Ascii.indexOf(frame, "AUTHORIZATION", HEADER_LENGTH);
        if (authorization >= 0) {
            if (Ascii.indexOf(frame, "BASIC ", authorization) >= 0) {
                expose(Credentials.SECRET);
            } else if (Ascii.indexOf(frame, "BEARER ", authorization) >= 0
                    || Ascii.indexOf(frame, "APIKEY ", authorization) >= 0) {
                expose(Credentials.TOKEN);
            }
        }
    }
}
