package io.plainsight.sensor.http;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Credentials;

/**
 * Reads the frames of one HTTP/2 connection in clear until both sides have sent a request's and an answer's.
 *
 * <p><b>Threading:</b> one thread. <b>Lifetime:</b> one connection. <b>Bounds:</b> of a header block the first {@link
 * #BLOCK_INSPECTED} bytes are read, all other payload is passed over.
 */
final class Http2Exchange {
    /** Bytes of a header block that are looked at; what names and authorises stands at its beginning. */
    static final int BLOCK_INSPECTED = 4096;

    private final HpackBlock block = new HpackBlock();
    private final ByteCursor payload = new ByteCursor();
    private final int[] skip = new int[2];
    private final boolean[] spoke = new boolean[2];
    private Credentials credentials = Credentials.NONE;
    private boolean grpc;

    /** Reads a frame, or the rest of one. @return false when more bytes are needed */
    boolean read(Side side, ByteCursor in) {
        int index = side.ordinal();
        if (skip[index] > 0) {
            int length = Math.min(skip[index], in.remaining());
            in.skip(length);
            skip[index] -= length;
            return true;
        }
        if (in.remaining() < Http2Frames.HEADER_LENGTH) {
            return false;
        }
        int type = Http2Frames.type(in);
        int length = Http2Frames.length(in);
        int inspected = type == Http2Frames.HEADERS ? Math.min(length, BLOCK_INSPECTED) : 0;
        if (in.remaining() < Http2Frames.HEADER_LENGTH + inspected) {
            return false;
        }
        int flags = Http2Frames.flags(in);
        in.skip(Http2Frames.HEADER_LENGTH);
        in.slice(inspected, payload);
        skip[index] = length - inspected;
        spoke[index] |= type == Http2Frames.HEADERS || type == Http2Frames.DATA;
        if (type == Http2Frames.HEADERS) {
            Http2Frames.skipToHeaderBlock(payload, flags);
            block.read(payload);
            credentials = block.credentials().compareTo(credentials) > 0 ? block.credentials() : credentials;
            grpc |= block.isGrpc();
        }
        return true;
    }

    /** Whether the side has sent a header or data. */
    boolean hasSpoken(Side side) {
        return spoke[side.ordinal()];
    }

    /** The worst kind of credential so far. */
    Credentials credentials() {
        return credentials;
    }

    boolean isGrpc() {
        return grpc;
    }
}
