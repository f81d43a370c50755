package io.plainsight.sensor.capture.ring;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * One AF_PACKET socket (packet(7)) with its receive ring. Constants carry the names of the kernel's headers.
 *
 * <p><b>Threading:</b> one thread at a time. <b>Lifetime:</b> what {@link #mapRing} gives must not be read after {@link #close}: its
 * memory is unmapped then. <b>Memory:</b> the ring is the kernel's, shared with this process, outside of the heap.
 * <b>Errors:</b> every call but {@link #close} throws {@link LastErrorException} with errno.
 */
final class PacketSocket {
    // sys/socket.h; SOL_SOCKET and SO_ values differ on MIPS, SPARC, PA-RISC and Alpha, which have no ring then
    static final int AF_PACKET = 17;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SO_ERROR = 4;
    static final int SO_ATTACH_FILTER = 26;

    // linux/if_packet.h
    static final int SOL_PACKET = 263;
    static final int PACKET_ADD_MEMBERSHIP = 1;
    static final int PACKET_RX_RING = 5;
    static final int PACKET_STATISTICS = 6;
    static final int PACKET_VERSION = 10;
    static final int PACKET_RESERVE = 12;
    static final int PACKET_TIMESTAMP = 17;
    static final int PACKET_FANOUT = 18;
    static final int PACKET_FANOUT_DATA = 22;
    static final int PACKET_IGNORE_OUTGOING = 23;
    static final int PACKET_FANOUT_HASH = 0;
    static final int PACKET_FANOUT_CBPF = 6;
    static final int PACKET_FANOUT_FLAG_UNIQUEID = 0x2000;
    static final int PACKET_FANOUT_FLAG_DEFRAG = 0x8000;
    static final int PACKET_MR_PROMISC = 1;
    static final int TPACKET_V3 = 2;

    /** linux/if_ether.h: every protocol, here in network byte order within 16 bits. */
    static final int ETH_P_ALL = 0x0003;

    /** linux/net_tstamp.h. */
    static final int SOF_TIMESTAMPING_RAW_HARDWARE = 1 << 6;

    // struct tpacket_req3: seven 32-bit fields
    static final int REQ3_LENGTH = 28;
    // struct sockaddr_ll
    static final int SOCKADDR_LL_LENGTH = 20;
    static final int SLL_PROTOCOL_OFFSET = 2;
    static final int SLL_IFINDEX_OFFSET = 4;
    // struct packet_mreq
    static final int MREQ_LENGTH = 16;
    static final int MR_TYPE_OFFSET = 4;
    // struct tpacket_stats_v3: tp_packets, tp_drops, tp_freeze_q_cnt
    static final int STATISTICS_LENGTH = 12;
    static final int TP_DROPS_OFFSET = 4;
    static final int TP_FREEZE_OFFSET = 8;
    // struct sock_fprog and struct sock_filter, linux/filter.h
    static final int FPROG_LENGTH = 16;
    static final int FPROG_FILTER_OFFSET = 8;
    static final int INSTRUCTION_LENGTH = 8;
    // struct pollfd
    private static final int POLLFD_LENGTH = 8;
    private static final int EVENTS_OFFSET = 4;
    private static final int REVENTS_OFFSET = 6;

    /**
     * Frame size is of no meaning in TPACKET_V3, where frames lie one behind the other, but is checked: at least the
     * headers, and a divisor of the block.
     */
    private static final int FRAME_LENGTH = 2048;

    private final LibC libc = LibC.get();
    private final int fd;
    private final Memory pollDescriptor = new Memory(POLLFD_LENGTH);
    private final Memory statistics = new Memory(STATISTICS_LENGTH);
    private final IntByReference statisticsLength = new IntByReference();
    private Pointer mapping;
    private long mappedLength;
    private boolean closed;

    /**
     * Opens a socket that gets no packets yet.
     *
     * @param type {@link #SOCK_RAW} for frames with their link-layer header, {@link #SOCK_DGRAM} without
     */
    PacketSocket(int type) {
        // protocol 0: nothing is delivered before bind
        fd = libc.socket(AF_PACKET, type | SOCK_CLOEXEC, 0);
        pollDescriptor.clear();
        pollDescriptor.setInt(0, fd);
        pollDescriptor.setShort(EVENTS_OFFSET, (short) (LibC.POLLIN | LibC.POLLERR));
    }

    /**
     * Makes the ring and maps it.
     *
     * @param retireMs after which the kernel hands over a block that is not full
     * @param reserve bytes kept free in front of each packet, a multiple of 16
     */
    ByteBuffer mapRing(int blockLength, int blockCount, int retireMs, int reserve) {
        set(SOL_PACKET, PACKET_VERSION, TPACKET_V3);
        set(SOL_PACKET, PACKET_RESERVE, reserve);
        Memory request = new Memory(REQ3_LENGTH);
        request.setInt(0, blockLength);
        request.setInt(4, blockCount);
        request.setInt(8, FRAME_LENGTH);
        request.setInt(12, blockLength / FRAME_LENGTH * blockCount);
        request.setInt(16, retireMs);
        request.setInt(20, 0); // tp_sizeof_priv
        request.setInt(24, 0); // tp_feature_req_word: no hash is needed per packet
        libc.setsockopt(fd, SOL_PACKET, PACKET_RX_RING, request, REQ3_LENGTH);
        mappedLength = (long) blockLength * blockCount;
        mapping = libc.mmap(null, mappedLength, LibC.PROT_READ | LibC.PROT_WRITE, LibC.MAP_SHARED, fd, 0);
        return mapping.getByteBuffer(0, mappedLength);
    }

    /** Begins to receive from an interface; 0 is all of them. */
    void bind(int interfaceIndex) {
        Memory address = new Memory(SOCKADDR_LL_LENGTH);
        address.clear();
        address.setShort(0, (short) AF_PACKET);
        address.setByte(SLL_PROTOCOL_OFFSET + 1, (byte) ETH_P_ALL);
        address.setInt(SLL_IFINDEX_OFFSET, interfaceIndex);
        libc.bind(fd, address, SOCKADDR_LL_LENGTH);
    }

    /** Asks for frames to others too. It ends with the socket, and needs no right beyond the socket's own. */
    void joinPromiscuous(int interfaceIndex) {
        Memory request = new Memory(MREQ_LENGTH);
        request.clear();
        request.setInt(0, interfaceIndex);
        request.setShort(MR_TYPE_OFFSET, (short) PACKET_MR_PROMISC);
        libc.setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, request, MREQ_LENGTH);
    }

    /** Runs a classic BPF program on each packet; it gives the number of bytes to keep, 0 for none. */
    void attachFilter(byte[] instructions) {
        program(SOL_SOCKET, SO_ATTACH_FILTER, instructions);
    }

    /** The program that tells which socket of a {@link #PACKET_FANOUT_CBPF} group a packet belongs to. */
    void fanoutProgram(byte[] instructions) {
        program(SOL_PACKET, PACKET_FANOUT_DATA, instructions);
    }

    /** Joins a group of sockets that share an interface's packets. */
    void joinFanout(int group, int typeAndFlags) {
        set(SOL_PACKET, PACKET_FANOUT, typeAndFlags << 16 | group);
    }

    /** The number of the group that this socket has joined. */
    int fanoutGroup() {
        return get(SOL_PACKET, PACKET_FANOUT) & 0xffff;
    }

    /** Takes the adapter's time stamps where a packet has one. */
    void timestamps(int sources) {
        set(SOL_PACKET, PACKET_TIMESTAMP, sources);
    }

    /** Receives each packet on a loopback interface once, not also as it is sent. Since Linux 4.20. */
    void ignoreOutgoing() {
        set(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
    }

    /**
     * Waits for a block.
     *
     * @return what happened, {@link LibC#POLLIN} and {@link LibC#POLLERR}; 0 when nothing did
     */
    int poll(int timeoutMs) {
        try {
            libc.poll(pollDescriptor, 1, timeoutMs);
        } catch (LastErrorException e) {
            if (e.getErrorCode() == LibC.EINTR) {
                return 0;
            }
            throw e;
        }
        return pollDescriptor.getShort(REVENTS_OFFSET);
    }

    /** Takes the socket's pending error; 0 for none. */
    int takeError() {
        return get(SOL_SOCKET, SO_ERROR);
    }

    /** Reads and resets the kernel's counts since the last call; then see {@link #drops} and {@link #freezes}. */
    void readStatistics() {
        statisticsLength.setValue(STATISTICS_LENGTH);
        libc.getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, statistics, statisticsLength);
    }

    /** Packets that found the ring full (tp_drops). */
    long drops() {
        return Integer.toUnsignedLong(statistics.getInt(TP_DROPS_OFFSET));
    }

    /** How often the ring became full (tp_freeze_q_cnt). */
    long freezes() {
        return Integer.toUnsignedLong(statistics.getInt(TP_FREEZE_OFFSET));
    }

    /** Unmaps the ring and closes the socket; false when that was done before. */
    boolean close() {
        if (closed) {
            return false;
        }
        closed = true;
        if (mapping != null) {
            libc.munmap(mapping, mappedLength);
        }
        libc.close(fd);
        return true;
    }

    private void program(int level, int option, byte[] instructions) {
        Memory code = new Memory(instructions.length);
        code.write(0, instructions, 0, instructions.length);
        Memory program = new Memory(FPROG_LENGTH);
        program.clear();
        program.setShort(0, (short) (instructions.length / INSTRUCTION_LENGTH));
        program.setPointer(FPROG_FILTER_OFFSET, code);
        try {
            libc.setsockopt(fd, level, option, program, FPROG_LENGTH);
        } finally {
            Reference.reachabilityFence(code); // only its address stands in the program
        }
    }

    private void set(int level, int option, int value) {
        Memory memory = new Memory(Integer.BYTES);
        memory.setInt(0, value);
        libc.setsockopt(fd, level, option, memory, Integer.BYTES);
    }

    private int get(int level, int option) {
        Memory memory = new Memory(Integer.BYTES);
        memory.clear();
        libc.getsockopt(fd, level, option, memory, new IntByReference(Integer.BYTES));
        return memory.getInt(0);
    }
}
