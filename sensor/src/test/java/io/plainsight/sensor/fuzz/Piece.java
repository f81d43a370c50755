package io.plainsight.sensor.fuzz;

import io.plainsight.sensor.dissect.Side;

/**
 * One event of a conversation.
 *
 * @param bytes of {@link Kind#DATA}; empty otherwise
 * @param missing bytes lost in a {@link Kind#GAP}, or cut off behind the data by the capture
 */
record Piece(Side side, Kind kind, byte[] bytes, int missing) {
    enum Kind {
        DATA,
        GAP,
        FIN,
        RESET
    }

    static Piece data(Side side, byte[] bytes) {
        return new Piece(side, Kind.DATA, bytes, 0);
    }
}
