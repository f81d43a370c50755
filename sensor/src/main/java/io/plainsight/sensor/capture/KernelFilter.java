package io.plainsight.sensor.capture;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Classic BPF programs that the kernel runs on each packet of a socket: struct sock_filter after struct sock_filter, in the
 * host's byte order. A program gives the number of bytes to keep.
 *
 * <p>libpcap compiles an expression on a handle of the interface, not on a dead one: only so it knows that the kernel keeps
 * VLAN tags beside the frame, and {@code vlan 42} finds them there. pcap4j has the same call but keeps the program to
 * itself.
 */
public final class KernelFilter {
    private static final int INSTRUCTION_LENGTH = 8;
    private static final short RET_K = 0x06;
    private static final int ERROR_LENGTH = 256; // PCAP_ERRBUF_SIZE
    // struct bpf_program: bf_len, padding, bf_insns
    private static final int PROGRAM_LENGTH = 16;
    private static final int INSTRUCTIONS_OFFSET = 8;
    private static final int OPTIMIZE = 1;
    private static final int NETMASK_UNKNOWN = 0xffffffff;

    private KernelFilter() {}

    /** Keeps {@code length} bytes of everything; 0 drops all. */
    public static byte[] keep(int length) {
        return ByteBuffer.allocate(INSTRUCTION_LENGTH)
                .order(ByteOrder.nativeOrder())
                .putShort(RET_K)
                .putShort((short) 0)
                .putInt(length)
                .array();
    }

    /**
     * Compiles the configuration's expression, or keeps everything where it is empty; both up to the snap length.
     *
     * @param linkType the LINKTYPE_ value of the frames that the program will see; libpcap must see the same
     * @throws CaptureException when libpcap is missing or refuses the interface or the expression
     */
    public static byte[] compile(LiveCaptureConfig config, int linkType) throws CaptureException {
        if (config.filter().isEmpty()) {
            return keep(config.snapLength());
        }
        Pcap pcap = Native.load(PcapLibrary.load(), Pcap.class);
        Memory error = new Memory(ERROR_LENGTH);
        error.clear();
        Pointer handle = pcap.pcap_create(config.interfaceName(), error);
        if (handle == null) {
            throw failed(config, error.getString(0));
        }
        try {
            pcap.pcap_set_snaplen(handle, config.snapLength());
            if (pcap.pcap_activate(handle) < 0) {
                throw failed(config, pcap.pcap_geterr(handle));
            }
            int dlt = LiveCapture.linkTypeOf(pcap.pcap_datalink(handle));
            if (dlt != linkType) {
                throw failed(config, "libpcap takes its frames for link type " + dlt + " instead of " + linkType);
            }
            return compile(pcap, handle, config);
        } finally {
            pcap.pcap_close(handle);
        }
    }

    private static byte[] compile(Pcap pcap, Pointer handle, LiveCaptureConfig config) throws CaptureException {
        Memory program = new Memory(PROGRAM_LENGTH);
        program.clear();
        byte[] expression = (config.filter() + "\0").getBytes(StandardCharsets.UTF_8);
        if (pcap.pcap_compile(handle, program, expression, OPTIMIZE, NETMASK_UNKNOWN) != 0) {
            throw LiveCapture.notUnderstood(config, pcap.pcap_geterr(handle), null);
        }
        try {
            return program.getPointer(INSTRUCTIONS_OFFSET).getByteArray(0, program.getInt(0) * INSTRUCTION_LENGTH);
        } finally {
            pcap.pcap_freecode(program);
        }
    }

    private static CaptureException failed(LiveCaptureConfig config, String message) {
        return new CaptureException("interface " + config.interfaceName() + ": cannot compile the filter '"
                + config.filter() + "' for it: " + message + "; capture without --filter, or with --capture pcap");
    }

    /** libpcap's functions under their own names. */
    private interface Pcap extends Library {
        Pointer pcap_create(String source, Memory error);

        int pcap_set_snaplen(Pointer handle, int length);

        int pcap_activate(Pointer handle);

        int pcap_datalink(Pointer handle);

        int pcap_compile(Pointer handle, Memory program, byte[] expression, int optimize, int netmask);

        String pcap_geterr(Pointer handle);

        void pcap_freecode(Memory program);

        void pcap_close(Pointer handle);
    }
}
