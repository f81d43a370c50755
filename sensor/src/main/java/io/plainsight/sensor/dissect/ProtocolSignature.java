package io.plainsight.sensor.dissect;

import io.plainsight.sensor.buffer.ByteCursor;

/** Recognises a protocol by the first bytes of one side, whatever the port. Stateless; one instance serves all connections. */
public interface ProtocolSignature extends RecognisedProtocol {
    /** The answer for the bytes seen so far. */
    enum Match {
        YES,
        NO,
        /** Could still be it, with more bytes or with the other side's. */
        MAYBE
    }

    /**
     * @param side who sent the bytes
     * @param in the side's first bytes, from the start of the connection; may be moved, the caller restores it
     */
    Match match(Side side, ByteCursor in);

    /** A fresh dissector for one connection; it is fed both sides from their first byte. */
    StreamDissector open();
}
