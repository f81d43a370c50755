package io.plainsight.sensor.capture.ring;

import io.plainsight.sensor.capture.PacketHandler;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Walks the blocks of a TPACKET_V3 ring in their order and hands their packets on where they lie.
 *
 * <p>The kernel takes a VLAN tag out of the frame and passes it beside it; here it is written back, into the frame's own
 * memory: the addresses move four bytes towards the front, into the reserve. Where the socket leaves the link-layer header
 * out (cooked mode), a LINKTYPE_LINUX_SLL header is written in its place likewise.
 *
 * <p><b>Threading:</b> one thread; the kernel writes a block while its status is TP_STATUS_KERNEL and this class only
 * while it is TP_STATUS_USER. The status is read with acquire before and written with release after everything else in the
 * block, as packet_mmap.rst wants it. <b>Lifetime:</b> a packet's bytes are valid during the handler's call.
 * <b>Memory:</b> nothing per packet. <b>Bounds:</b> every offset is checked against its block before it is used, so that
 * not even a kernel with another layout makes this class read beyond it; what does not fit is counted.
 */
final class RingBlocks {
    /** Free bytes in front of each frame: a cooked header takes 16, of which the kernel leaves 12 at least, a tag 4. */
    static final int RESERVE = 16;

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private static final long NANOSECONDS_PER_SECOND = 1_000_000_000L;
    // Ethernet: two addresses, then the EtherType, before which a tag stands
    private static final int TAG_LENGTH = 4;
    private static final int ADDRESSES_LENGTH = 12;
    private static final int TPID_8021Q = 0x8100;
    // LINKTYPE_LINUX_SLL: packet type, ARPHRD_, address length, address (8), protocol
    private static final int SLL_LENGTH = 16;
    private static final int SLL_PROTOCOL = 14;

    /** Big-endian, as frames are. */
    private final ByteBuffer frames;
    /**
     * The same for those who only read; like a mapped capture's, so that what the packet path is compiled for holds for both,
     * see {@link io.plainsight.sensor.WarmUp}.
     */
    private final ByteBuffer handedOut;
    /** The same memory in the host's order. */
    private final ByteBuffer headers;

    private final int blockLength;
    private final int blockCount;
    private final LinkLayer link;
    private final boolean withoutOutgoing;

    private int block;
    private long latestNs;
    private long hardwareShiftNs;
    private long malformed;

    /**
     * Begins with the first block.
     *
     * @param ring {@code blockLength * blockCount} bytes
     * @param withoutOutgoing whether frames seen as they are sent are left out, since they come in again
     */
    RingBlocks(ByteBuffer ring, int blockLength, LinkLayer link, boolean withoutOutgoing) {
        this.frames = ring.duplicate().order(ByteOrder.BIG_ENDIAN);
        this.handedOut = frames.asReadOnlyBuffer();
        this.headers = ring.duplicate().order(ByteOrder.nativeOrder());
        this.blockLength = blockLength;
        this.blockCount = ring.capacity() / blockLength;
        this.link = link;
        this.withoutOutgoing = withoutOutgoing;
    }

    /** Whether the kernel has handed the next block over. */
    boolean isReady() {
        int status = (int) INT.getAcquire(headers, block * blockLength + TPacketV3.BLOCK_STATUS_OFFSET);
        return (status & TPacketV3.TP_STATUS_USER) != 0;
    }

    /** Hands on the packets of the block that is ready, gives it back, and moves to the next. */
    void deliver(PacketHandler handler) {
        final int start = block * blockLength;
        walk(start, start + blockLength, handler);
        INT.setRelease(headers, start + TPacketV3.BLOCK_STATUS_OFFSET, TPacketV3.TP_STATUS_KERNEL);
        block = block + 1 == blockCount ? 0 : block + 1;
    }

    /** Share of the ring that waits to be read, 0 to 1. The kernel fills block after block, so those that wait are in a row. */
    double waiting() {
        int least = 0;
        int most = blockCount;
        while (least < most) {
            int middle = (least + most + 1) / 2;
            int at = (block + middle - 1) % blockCount;
            int status = (int) INT.getAcquire(headers, at * blockLength + TPacketV3.BLOCK_STATUS_OFFSET);
            if ((status & TPacketV3.TP_STATUS_USER) != 0) {
                least = middle;
            } else {
                most = middle - 1;
            }
        }
        return (double) least / blockCount;
    }

    /** The LINKTYPE_ value of the frames. */
    int linkType() {
        return link.linkType();
    }

    /** Time of the latest packet handed on, nanoseconds since the Unix epoch; 0 before the first. */
    long latestNs() {
        return latestNs;
    }

    /** Packets that were not where the block's numbers said. */
    long malformed() {
        return malformed;
    }

    /** Whether the first packet of the block that is ready was stamped by the adapter. */
    boolean isStampedByHardware() {
        int at = firstPacket(block * blockLength);
        return at >= 0 && (headers.getInt(at + TPacketV3.TP_STATUS_OFFSET) & TPacketV3.TP_STATUS_TS_RAW_HARDWARE) != 0;
    }

    /** Time of the first packet of the block that is ready, as it was stamped. */
    long firstTimestampNs() {
        int at = block * blockLength + TPacketV3.TS_FIRST_PKT_OFFSET;
        return Integer.toUnsignedLong(headers.getInt(at)) * NANOSECONDS_PER_SECOND
                + Integer.toUnsignedLong(headers.getInt(at + Integer.BYTES));
    }

    /** Adds this to the adapter's time stamps from now on. */
    void shiftHardwareTimestamps(long shiftNs) {
        hardwareShiftNs = shiftNs;
    }

    /** Place of the first packet's header, or -1 where the block cannot hold one there. */
    private int firstPacket(int start) {
        int offset = headers.getInt(start + TPacketV3.OFFSET_TO_FIRST_PKT_OFFSET);
        return offset >= TPacketV3.BLOCK_HEADER_LENGTH && offset <= blockLength - TPacketV3.HEADERS_LENGTH
                ? start + offset
                : -1;
    }

    private void walk(int start, int end, PacketHandler handler) {
        final ByteBuffer headers = this.headers;
        int left = headers.getInt(start + TPacketV3.NUM_PKTS_OFFSET);
        int at = left == 0 ? -1 : firstPacket(start);
        while (at >= 0 && left > 0) {
            if (!packet(at, end, handler)) {
                break;
            }
            left--;
            int next = headers.getInt(at + TPacketV3.TP_NEXT_OFFSET_OFFSET);
            // the sum cannot overflow: next is below the block's length, and the ring is below 2 GiB
            boolean fits = next >= TPacketV3.HEADERS_LENGTH
                    && next < blockLength
                    && at + next <= end - TPacketV3.HEADERS_LENGTH;
            at = fits ? at + next : -1;
        }
        malformed += Math.max(0, left);
    }

    /** Hands on one packet; false when it does not lie within its block. */
    private boolean packet(int at, int end, PacketHandler handler) {
        final ByteBuffer headers = this.headers;
        int frame = at + Short.toUnsignedInt(headers.getShort(at + TPacketV3.TP_MAC_OFFSET));
        int captured = headers.getInt(at + TPacketV3.TP_SNAPLEN_OFFSET);
        if (captured < 0 || frame < at + TPacketV3.HEADERS_LENGTH || frame > end || captured > end - frame) {
            return false;
        }
        if (withoutOutgoing && headers.get(at + TPacketV3.SLL_PKTTYPE_OFFSET) == TPacketV3.PACKET_OUTGOING) {
            return true;
        }
        int status = headers.getInt(at + TPacketV3.TP_STATUS_OFFSET);
        // how many bytes come in front of what the kernel has captured
        int added = 0;
        if (link.isCooked()) {
            added = cook(at, frame);
        }
        if ((status & TPacketV3.TP_STATUS_VLAN_VALID) != 0) {
            added += tag(at, frame - added, captured + added, status);
        }
        latestNs = timestampNs(at, status);
        handler.onPacket(
                handedOut,
                frame - added,
                captured + added,
                headers.getInt(at + TPacketV3.TP_LEN_OFFSET) + added,
                latestNs,
                link.linkType());
        return true;
    }

    private long timestampNs(int at, int status) {
        long ns = Integer.toUnsignedLong(headers.getInt(at + TPacketV3.TP_SEC_OFFSET)) * NANOSECONDS_PER_SECOND
                + Integer.toUnsignedLong(headers.getInt(at + TPacketV3.TP_NSEC_OFFSET));
        return (status & TPacketV3.TP_STATUS_TS_RAW_HARDWARE) != 0 ? ns + hardwareShiftNs : ns;
    }

    /** Writes the cooked header in front of the packet; its bytes are 0 where the headers leave no room. */
    private int cook(int at, int frame) {
        if (frame - SLL_LENGTH < at + TPacketV3.HEADERS_LENGTH) {
            return 0;
        }
        int to = frame - SLL_LENGTH;
        frames.putShort(to, (short) (headers.get(at + TPacketV3.SLL_PKTTYPE_OFFSET) & 0xff));
        frames.putShort(to + 2, headers.getShort(at + TPacketV3.SLL_HATYPE_OFFSET));
        frames.putShort(to + 4, (short) (headers.get(at + TPacketV3.SLL_HALEN_OFFSET) & 0xff));
        frames.putLong(to + 6, frames.getLong(at + TPacketV3.SLL_ADDR_OFFSET));
        frames.putShort(to + SLL_PROTOCOL, frames.getShort(at + TPacketV3.SLL_PROTOCOL_OFFSET));
        return SLL_LENGTH;
    }

    /** Puts the VLAN tag back in front of the EtherType: everything before that moves towards the front. */
    private int tag(int at, int frame, int captured, int status) {
        int before = link.isCooked() ? SLL_PROTOCOL : ADDRESSES_LENGTH;
        boolean fits = frame - TAG_LENGTH >= at + TPacketV3.HEADERS_LENGTH && captured >= before;
        if (!link.hasEtherType() || !fits) {
            return 0;
        }
        int to = frame - TAG_LENGTH;
        // front to back: 'to' lies before 'frame', so nothing is overwritten that is still to be read
        frames.putLong(to, frames.getLong(frame));
        frames.putInt(to + 8, frames.getInt(frame + 8));
        if (link.isCooked()) {
            frames.putShort(to + 12, frames.getShort(frame + 12));
        }
        int tpid = (status & TPacketV3.TP_STATUS_VLAN_TPID_VALID) != 0
                ? headers.getShort(at + TPacketV3.TP_VLAN_TPID_OFFSET)
                : TPID_8021Q;
        frames.putShort(to + before, (short) tpid);
        frames.putShort(to + before + 2, (short) headers.getInt(at + TPacketV3.TP_VLAN_TCI_OFFSET));
        return TAG_LENGTH;
    }
}
