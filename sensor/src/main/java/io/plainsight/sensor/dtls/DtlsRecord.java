package io.plainsight.sensor.dtls;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.tls.ContentType;
import io.plainsight.sensor.tls.TlsVersion;

/**
 * A record's header, read in place: DTLSPlaintext (RFC 6347 section 4.1), the same with a connection id (RFC 9146
 * section 4) and the unified header of DTLS 1.3 (RFC 9147 section 4).
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> reusable, allocates nothing.
 */
final class DtlsRecord {
    /** Type, version, epoch, sequence number, length. */
    static final int HEADER_LENGTH = 13;
    /** Content type of encrypted records with a connection id, RFC 9146. */
    static final int TLS12_CID = 25;
    /** Content type of DTLS 1.3's acknowledgements, RFC 9147 section 7. */
    static final int ACK = 26;
    /** In {@link #type()}: a record with the unified header, whose type is encrypted. */
    static final int CIPHERTEXT = -1;
    /** In a call: the peer's connection id is not known. */
    static final int UNKNOWN_LENGTH = -1;

    /** RFC 6347 section 4.1: 2^14 bytes and at most 2048 by encryption. */
    private static final int MAX_LENGTH = (1 << 14) + 2048;

    private static final int SEQUENCE_OFFSET = 5;
    private static final int LENGTH_OFFSET = 11;

    private static final int UNIFIED_MASK = 0xe0;
    private static final int UNIFIED = 0x20;
    private static final int HAS_CONNECTION_ID = 0x10;
    private static final int LONG_SEQUENCE_NUMBER = 0x08;
    private static final int HAS_LENGTH = 0x04;
    private static final int EPOCH_BITS = 0x03;

    private int type;
    private int version;
    private int epoch;
    private long sequenceNumber;
    private int length;

    /** Whether a datagram's first byte is one of DTLS, RFC 7983 section 7 and RFC 9147 section 4.1. */
    static boolean mayBegin(int firstByte) {
        return firstByte >= ContentType.CHANGE_CIPHER_SPEC && firstByte <= ACK || isUnified(firstByte);
    }

    static boolean isUnified(int firstByte) {
        return (firstByte & UNIFIED_MASK) == UNIFIED;
    }

    /** DTLS 1.3 says 1.2 here; what counts is in the hello. */
    static boolean isKnownVersion(int version) {
        return version == TlsVersion.DTLS_1_0
                || version == TlsVersion.DTLS_1_2
                || version == TlsVersion.DTLS_1_3
                || version == TlsVersion.DTLS_1_0_OPENSSL;
    }

    /**
     * Reads a header and moves to the content behind it.
     *
     * @param wireRemaining bytes of the datagram from here on, as it was on the wire
     * @param connectionIdLength bytes of the connection id in this side's records; {@link #UNKNOWN_LENGTH} or 0 to 255
     * @return false when this is no record: the rest of the datagram cannot be read
     */
    boolean read(ByteCursor in, int wireRemaining, int connectionIdLength) {
        int start = in.position();
        boolean fits = isUnified(in.peek(0))
                ? readUnified(in, wireRemaining, connectionIdLength)
                : readPlaintext(in, connectionIdLength);
        return fits && in.ok() && length <= MAX_LENGTH && in.position() - start + length <= wireRemaining;
    }

    /*
     * struct {
     *     ContentType type;
     *     ProtocolVersion version;
     *     uint16 epoch;
     *     uint48 sequence_number;
     *     opaque cid[cid_length];              // only with type tls12_cid
     *     uint16 length;
     *     opaque fragment[DTLSPlaintext.length];
     * } DTLSPlaintext;
     */
    private boolean readPlaintext(ByteCursor in, int connectionIdLength) {
        type = in.u8();
        version = in.u16();
        epoch = in.u16();
        sequenceNumber = (long) in.u16() << 32 | in.u32();
        if (type == TLS12_CID) {
            if (connectionIdLength == UNKNOWN_LENGTH) {
                return false;
            }
            in.skip(connectionIdLength);
        }
        length = in.u16();
        return type >= ContentType.CHANGE_CIPHER_SPEC && type <= ACK && isKnownVersion(version);
    }

    /*
     *  0 1 2 3 4 5 6 7
     * +-+-+-+-+-+-+-+-+
     * |0|0|1|C|S|L|E E|     C: connection id, S: 16 bits of sequence number, L: length, E: low bits of the epoch
     * +-+-+-+-+-+-+-+-+
     */
    private boolean readUnified(ByteCursor in, int wireRemaining, int connectionIdLength) {
        int start = in.position();
        int flags = in.u8();
        type = CIPHERTEXT;
        version = TlsVersion.DTLS_1_3;
        epoch = flags & EPOCH_BITS;
        if ((flags & HAS_CONNECTION_ID) != 0) {
            if (connectionIdLength <= 0) {
                return false;
            }
            in.skip(connectionIdLength);
        }
        sequenceNumber = (flags & LONG_SEQUENCE_NUMBER) != 0 ? in.u16() : in.u8();
        length = (flags & HAS_LENGTH) != 0 ? in.u16() : wireRemaining - (in.position() - start);
        return length >= 0;
    }

    /** The length field of a DTLSPlaintext that begins {@code ahead} of the position; -1 where there is none. */
    static int lengthAt(ByteCursor in, int ahead) {
        int low = in.peek(ahead + LENGTH_OFFSET + 1);
        return low < 0 ? -1 : in.peek(ahead + LENGTH_OFFSET) << 8 | low;
    }

    /** As {@link #lengthAt}. */
    static int versionAt(ByteCursor in, int ahead) {
        int low = in.peek(ahead + 2);
        return low < 0 ? -1 : in.peek(ahead + 1) << 8 | low;
    }

    /** As {@link #lengthAt}. */
    static int epochAt(ByteCursor in, int ahead) {
        int low = in.peek(ahead + SEQUENCE_OFFSET - 1);
        return low < 0 ? -1 : in.peek(ahead + SEQUENCE_OFFSET - 2) << 8 | low;
    }

    /** A {@link ContentType}, {@link #TLS12_CID}, {@link #ACK} or {@link #CIPHERTEXT}. */
    int type() {
        return type;
    }

    /** Of a unified header the two low bits only. */
    int epoch() {
        return epoch;
    }

    /** Of a unified header the low bits only, encrypted. */
    long sequenceNumber() {
        return sequenceNumber;
    }

    /** Bytes of content on the wire; a capture may hold fewer. */
    int length() {
        return length;
    }
}
