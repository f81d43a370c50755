package io.plainsight.sensor.capture;

import java.nio.ByteBuffer;

/**
 * Reads the next-generation capture file format, draft-ietf-opsawg-pcapng: any number of sections, each in its own byte
 * order and with its own interfaces.
 *
 * <pre>
 * every block           enhanced packet           obsolete packet          simple packet
 *  0 type                8 interface               8 interface 10 drops     8 original length
 *  4 total length       12 timestamp, high        12 timestamp, high       12 data
 *  8 body               16 timestamp, low         16 timestamp, low
 *    total length       20 captured length        20 captured length
 *                       24 original length        24 original length
 *                       28 data, options          28 data, options
 * </pre>
 *
 * <p>A simple packet has no time stamp; it gets that of the packet before it, or 0. Blocks of unknown type are skipped.
 *
 * <p><b>Threading:</b> one thread, {@link #stop} from any. <b>Memory:</b> allocates nothing per packet.
 */
final class PcapngSource extends FileSource {
    static final int SECTION_HEADER_BLOCK = 0x0a0d0d0a;
    static final int INTERFACE_DESCRIPTION_BLOCK = 1;
    static final int PACKET_BLOCK = 2;
    static final int SIMPLE_PACKET_BLOCK = 3;
    static final int ENHANCED_PACKET_BLOCK = 6;

    static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    static final int OPTION_END = 0;
    static final int OPTION_IF_TSRESOL = 9;
    static final int OPTION_IF_TSOFFSET = 14;

    private static final int BLOCK_HEADER_LENGTH = 8;
    private static final int BLOCK_TRAILER_LENGTH = 4;
    private static final int BLOCK_LENGTH_OFFSET = 4;
    private static final int MIN_BLOCK_LENGTH = BLOCK_HEADER_LENGTH + BLOCK_TRAILER_LENGTH;

    private static final int SECTION_HEADER_LENGTH = 24;
    private static final int BYTE_ORDER_MAGIC_OFFSET = 8;
    private static final int MAJOR_VERSION_OFFSET = 12;
    private static final int MAJOR_VERSION = 1;

    private static final int INTERFACE_HEADER_LENGTH = 16;
    private static final int LINK_TYPE_OFFSET = 8;
    private static final int SNAP_LENGTH_OFFSET = 12;
    private static final int OPTION_HEADER_LENGTH = 4;

    private static final int PACKET_HEADER_LENGTH = 28;
    private static final int INTERFACE_OFFSET = 8;
    private static final int TIMESTAMP_HIGH_OFFSET = 12;
    private static final int TIMESTAMP_LOW_OFFSET = 16;
    private static final int CAPTURED_LENGTH_OFFSET = 20;
    private static final int ORIGINAL_LENGTH_OFFSET = 24;
    private static final int SIMPLE_PACKET_HEADER_LENGTH = 12;
    private static final int SIMPLE_ORIGINAL_LENGTH_OFFSET = 8;

    private final PcapngInterfaces interfaces = new PcapngInterfaces();
    private boolean littleEndian;
    private long lastTimestampNs;

    PcapngSource(CaptureInput input) {
        super(input);
    }

    @Override
    protected void read(PacketHandler handler) throws CaptureException {
        final CaptureInput input = this.input;
        while (!isStopped()) {
            int present = input.require(MIN_BLOCK_LENGTH);
            if (present == 0 && input.damage() == null) {
                return;
            }
            long start = input.position();
            if (present < MIN_BLOCK_LENGTH) {
                throw truncated(start, "block");
            }
            readBlock(handler, start);
        }
    }

    private void readBlock(PacketHandler handler, long start) throws CaptureException {
        int type = int32(0);
        if (type == SECTION_HEADER_BLOCK) {
            beginSection(start);
        }
        int lengthField = int32(BLOCK_LENGTH_OFFSET);
        long blockLength = paddedLength(lengthField);
        if (blockLength < MIN_BLOCK_LENGTH) {
            throw corrupt(start, "block length must be at least " + MIN_BLOCK_LENGTH + ": length=" + blockLength);
        }
        switch (type) {
            case INTERFACE_DESCRIPTION_BLOCK -> readInterface(start, blockLength);
            case ENHANCED_PACKET_BLOCK -> readPacket(handler, start, blockLength, int32(INTERFACE_OFFSET));
            case PACKET_BLOCK -> readPacket(handler, start, blockLength, int16(INTERFACE_OFFSET));
            case SIMPLE_PACKET_BLOCK -> readSimplePacket(handler, start, blockLength);
            default -> {
                // names, statistics, keys, vendors' own: nothing that a packet needs
            }
        }
        endBlock(start, blockLength, lengthField);
    }

    /** Moves to the next block; the length must stand at the block's end again. */
    private void endBlock(long start, long blockLength, int lengthField) throws CaptureException {
        long body = blockLength - BLOCK_TRAILER_LENGTH;
        if (input.skip(body) < body || input.require(BLOCK_TRAILER_LENGTH) < BLOCK_TRAILER_LENGTH) {
            throw truncated(start, "block");
        }
        if (int32(0) != lengthField) {
            throw corrupt(
                    start,
                    "the block's two length fields differ: " + Integer.toUnsignedString(lengthField) + " and "
                            + Integer.toUnsignedString(int32(0)));
        }
        input.skip(BLOCK_TRAILER_LENGTH);
    }

    private void beginSection(long start) throws CaptureException {
        if (input.require(SECTION_HEADER_LENGTH) < SECTION_HEADER_LENGTH) {
            throw truncated(start, "section header");
        }
        int magic = input.buffer().getInt(input.offset() + BYTE_ORDER_MAGIC_OFFSET);
        if (magic != BYTE_ORDER_MAGIC && Integer.reverseBytes(magic) != BYTE_ORDER_MAGIC) {
            throw corrupt(start, "the section header has no byte-order magic");
        }
        littleEndian = magic != BYTE_ORDER_MAGIC;
        int majorVersion = int16(MAJOR_VERSION_OFFSET);
        if (majorVersion != MAJOR_VERSION) {
            throw unsupported(start, "pcapng version must be " + MAJOR_VERSION + ": version=" + majorVersion);
        }
        interfaces.clear();
    }

    private void readInterface(long start, long blockLength) throws CaptureException {
        if (blockLength < INTERFACE_HEADER_LENGTH + BLOCK_TRAILER_LENGTH || blockLength > MAX_RECORD_LENGTH) {
            throw corrupt(start, "impossible length of an interface description: length=" + blockLength);
        }
        int length = (int) blockLength;
        if (input.require(length) < length) {
            throw truncated(start, "interface description");
        }
        int resolution = PcapngInterfaces.DEFAULT_RESOLUTION;
        long offsetSeconds = 0;
        int end = length - BLOCK_TRAILER_LENGTH;
        int at = INTERFACE_HEADER_LENGTH;
        while (at + OPTION_HEADER_LENGTH <= end) {
            int code = int16(at);
            int optionLength = int16(at + 2);
            at += OPTION_HEADER_LENGTH;
            if (code == OPTION_END || optionLength > end - at) {
                break;
            }
            if (code == OPTION_IF_TSRESOL && optionLength >= 1) {
                resolution = input.buffer().get(input.offset() + at) & 0xff;
            } else if (code == OPTION_IF_TSOFFSET && optionLength >= Long.BYTES) {
                offsetSeconds = int64(at);
            }
            at += optionLength + 3 & ~3;
        }
        if (!interfaces.add(int16(LINK_TYPE_OFFSET), int32(SNAP_LENGTH_OFFSET), resolution, offsetSeconds)) {
            throw corrupt(start, "more than " + PcapngInterfaces.MAX_INTERFACES + " interfaces in a section");
        }
    }

    private void readPacket(PacketHandler handler, long start, long blockLength, int interfaceId)
            throws CaptureException {
        if (input.require(PACKET_HEADER_LENGTH) < PACKET_HEADER_LENGTH) {
            throw truncated(start, "packet block");
        }
        requireInterface(start, interfaceId);
        int lengthField = int32(CAPTURED_LENGTH_OFFSET);
        int capturedLength = capturedLength(lengthField);
        if (capturedLength < 0 || PACKET_HEADER_LENGTH + capturedLength + BLOCK_TRAILER_LENGTH > blockLength) {
            throw corrupt(
                    start,
                    "captured length must be at most " + MAX_CAPTURED_LENGTH + " and fit its block of " + blockLength
                            + " bytes: length=" + Integer.toUnsignedString(lengthField));
        }
        int needed = PACKET_HEADER_LENGTH + capturedLength;
        if (input.require(needed) < needed) {
            throw truncated(start, "packet block");
        }
        long ticks = (long) int32(TIMESTAMP_HIGH_OFFSET) << Integer.SIZE
                | Integer.toUnsignedLong(int32(TIMESTAMP_LOW_OFFSET));
        lastTimestampNs = interfaces.timestampNs(interfaceId, ticks);
        handler.onPacket(
                input.buffer(),
                input.offset() + PACKET_HEADER_LENGTH,
                capturedLength,
                originalLength(int32(ORIGINAL_LENGTH_OFFSET), capturedLength),
                lastTimestampNs,
                interfaces.linkType(interfaceId));
    }

    private void readSimplePacket(PacketHandler handler, long start, long blockLength) throws CaptureException {
        if (blockLength < SIMPLE_PACKET_HEADER_LENGTH + BLOCK_TRAILER_LENGTH) {
            throw corrupt(start, "impossible length of a simple packet: length=" + blockLength);
        }
        requireInterface(start, 0);
        int lengthField = int32(SIMPLE_ORIGINAL_LENGTH_OFFSET);
        long room = blockLength - SIMPLE_PACKET_HEADER_LENGTH - BLOCK_TRAILER_LENGTH;
        long snapLength = Integer.toUnsignedLong(interfaces.snapLength(0));
        long present = Math.min(room, Integer.toUnsignedLong(lengthField));
        if (snapLength > 0) {
            present = Math.min(present, snapLength);
        }
        if (present > MAX_CAPTURED_LENGTH) {
            throw corrupt(start, "captured length must be at most " + MAX_CAPTURED_LENGTH + ": length=" + present);
        }
        int capturedLength = (int) present;
        int needed = SIMPLE_PACKET_HEADER_LENGTH + capturedLength;
        if (input.require(needed) < needed) {
            throw truncated(start, "packet block");
        }
        handler.onPacket(
                input.buffer(),
                input.offset() + SIMPLE_PACKET_HEADER_LENGTH,
                capturedLength,
                originalLength(lengthField, capturedLength),
                lastTimestampNs,
                interfaces.linkType(0));
    }

    private void requireInterface(long start, int interfaceId) throws CaptureException {
        if (interfaceId < 0 || interfaceId >= interfaces.count()) {
            throw corrupt(
                    start,
                    "the packet names interface " + Integer.toUnsignedString(interfaceId) + " but " + interfaces.count()
                            + " are described before it");
        }
    }

    /** Blocks end on 32 bits; some writers leave the padding out of the length that they state. */
    private static long paddedLength(int lengthField) {
        return Integer.toUnsignedLong(lengthField) + 3 & ~3L;
    }

    private int int16(int at) {
        short value = input.buffer().getShort(input.offset() + at);
        return (littleEndian ? Short.reverseBytes(value) : value) & 0xffff;
    }

    private int int32(int at) {
        ByteBuffer buffer = input.buffer();
        int value = buffer.getInt(input.offset() + at);
        return littleEndian ? Integer.reverseBytes(value) : value;
    }

    private long int64(int at) {
        long value = input.buffer().getLong(input.offset() + at);
        return littleEndian ? Long.reverseBytes(value) : value;
    }
}
