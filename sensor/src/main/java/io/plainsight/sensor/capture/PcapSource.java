package io.plainsight.sensor.capture;

import java.nio.ByteBuffer;

/**
 * Reads the classic capture file format, draft-ietf-opsawg-pcap.
 *
 * <pre>
 * file header                                 record header
 *  0 magic number                              0 timestamp, seconds
 *  4 major version   6 minor version           4 timestamp, micro- or nanoseconds
 *  8 reserved       12 reserved                8 captured packet length
 * 16 snap length                              12 original packet length
 * 20 FCS length (4 bits), link type (16 bits)
 * </pre>
 *
 * <p><b>Threading:</b> one thread, {@link #stop} from any. <b>Memory:</b> allocates nothing per packet.
 */
final class PcapSource extends FileSource {
    static final int FILE_HEADER_LENGTH = 24;
    static final int RECORD_HEADER_LENGTH = 16;

    private static final int MAJOR_VERSION_OFFSET = 4;
    private static final int LINK_TYPE_OFFSET = 20;
    private static final int SECONDS_OFFSET = 0;
    private static final int FRACTION_OFFSET = 4;
    private static final int CAPTURED_LENGTH_OFFSET = 8;
    private static final int ORIGINAL_LENGTH_OFFSET = 12;

    private static final int LINK_TYPE_MASK = 0xffff;
    private static final int MAJOR_VERSION = 2;
    private static final long NANOSECONDS_PER_SECOND = 1_000_000_000L;

    private boolean headerRead;
    private boolean littleEndian;
    private long nanosecondsPerTick;
    private int linkType;

    PcapSource(CaptureInput input) {
        super(input);
    }

    @Override
    protected void read(PacketHandler handler) throws CaptureException {
        if (!headerRead) {
            readFileHeader();
            headerRead = true;
        }
        final CaptureInput input = this.input;
        while (!isStopped()) {
            int present = input.require(RECORD_HEADER_LENGTH);
            if (present == 0 && input.damage() == null) {
                return;
            }
            long start = input.position();
            if (present < RECORD_HEADER_LENGTH) {
                throw truncated(start, "record");
            }
            readRecord(handler, start);
        }
    }

    private void readFileHeader() throws CaptureException {
        if (input.require(FILE_HEADER_LENGTH) < FILE_HEADER_LENGTH) {
            throw truncated(0, "file header");
        }
        ByteBuffer buffer = input.buffer();
        int offset = input.offset();
        int magic = buffer.getInt(offset);
        littleEndian = magic != CaptureFormat.PCAP_MAGIC_MICROSECONDS && magic != CaptureFormat.PCAP_MAGIC_NANOSECONDS;
        nanosecondsPerTick = int32(buffer, offset) == CaptureFormat.PCAP_MAGIC_NANOSECONDS ? 1 : 1000;
        short majorField = buffer.getShort(offset + MAJOR_VERSION_OFFSET);
        int majorVersion = (littleEndian ? Short.reverseBytes(majorField) : majorField) & 0xffff;
        if (majorVersion != MAJOR_VERSION) {
            throw unsupported(
                    MAJOR_VERSION_OFFSET,
                    "pcap version must be " + MAJOR_VERSION + ": version=" + majorVersion
                            + "; convert it with 'editcap -F pcapng'");
        }
        linkType = int32(buffer, offset + LINK_TYPE_OFFSET) & LINK_TYPE_MASK;
        input.skip(FILE_HEADER_LENGTH);
    }

    private void readRecord(PacketHandler handler, long start) throws CaptureException {
        int lengthField = int32(input.buffer(), input.offset() + CAPTURED_LENGTH_OFFSET);
        int capturedLength = capturedLength(lengthField);
        if (capturedLength < 0) {
            throw corrupt(
                    start,
                    "captured length must be at most " + MAX_CAPTURED_LENGTH + ": length="
                            + Integer.toUnsignedString(lengthField));
        }
        int recordLength = RECORD_HEADER_LENGTH + capturedLength;
        if (input.require(recordLength) < recordLength) {
            throw truncated(start, "record");
        }
        // require() may have moved the window: buffer and offset are read after it
        ByteBuffer buffer = input.buffer();
        int offset = input.offset();
        long seconds = Integer.toUnsignedLong(int32(buffer, offset + SECONDS_OFFSET));
        long fraction = Integer.toUnsignedLong(int32(buffer, offset + FRACTION_OFFSET));
        int originalLength = originalLength(int32(buffer, offset + ORIGINAL_LENGTH_OFFSET), capturedLength);
        handler.onPacket(
                buffer,
                offset + RECORD_HEADER_LENGTH,
                capturedLength,
                originalLength,
                seconds * NANOSECONDS_PER_SECOND + fraction * nanosecondsPerTick,
                linkType);
        input.skip(recordLength);
    }

    private int int32(ByteBuffer buffer, int index) {
        int value = buffer.getInt(index);
        return littleEndian ? Integer.reverseBytes(value) : value;
    }
}
