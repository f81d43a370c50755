package io.plainsight.sensor.capture;

import java.nio.ByteBuffer;
import java.sql.Timestamp;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.BlockingMode;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.PcapStat;
import org.pcap4j.core.RawPacketListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a network interface through libpcap.
 *
 * <p>The handle does not block: a thread that waits inside libpcap for the first frame on a quiet interface could end no
 * connection and would see neither {@link #stop} (with libpcap before 1.10) nor that the interface has gone. Where nothing
 * waits, the thread sleeps for {@value #PAUSE_MS} ms, while the kernel's buffer takes what comes.
 *
 * <p><b>Threading:</b> {@link #forEach} on one thread; {@link #stop}, {@link #close} and the drop counts from any.
 * <b>Memory:</b> pcap4j copies each frame into an array of its own and makes a few small objects with it; this is the
 * portable way to listen, not the fast one. <b>Bounds:</b> the kernel's buffer; what does not fit is dropped there and
 * told to {@link PacketHandler#onLoss}.
 */
public final class LiveCapture implements PacketSource {
    private static final Logger LOG = LoggerFactory.getLogger(LiveCapture.class);

    /** How long the kernel may gather frames before it hands them over. */
    private static final int READ_TIMEOUT_MS = 100;

    /** So few that losses are looked for while packets rain, and not when it is over. */
    private static final int MOST_AT_ONCE = 4096;

    private static final long PAUSE_MS = 10;
    private static final long STATISTICS_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int DLT_RAW = 12;
    private static final int DLT_RAW_OPENBSD = 14;
    private static final int LINKTYPE_RAW = 101;
    /** PCAP_ERROR_PERM_DENIED and PCAP_ERROR_PROMISC_PERM_DENIED. */
    private static final List<Integer> PERMISSION_CODES = List.of(-8, -11);

    private static final long NANOSECONDS_PER_SECOND = 1_000_000_000L;

    private final String interfaceName;
    private final PcapHandle handle;
    private final int linkType;

    private final PacketClock clock;
    private final LossCounts losses = new LossCounts();

    private volatile boolean stopped;
    private long statisticsNanoTime = System.nanoTime();

    private LiveCapture(String interfaceName, PcapHandle handle, PacketClock clock) {
        this.clock = clock;
        this.interfaceName = interfaceName;
        this.handle = handle;
        this.linkType = linkTypeOf(handle.getDlt().value());
    }

    /**
     * Starts listening; frames from here on wait in the kernel's buffer for {@link #forEach}.
     *
     * @param clock told of what is delivered
     * @throws CaptureException when libpcap, the interface or the right to capture is missing, or the filter is wrong
     */
    public static LiveCapture open(LiveCaptureConfig config, PacketClock clock) throws CaptureException {
        String name = config.interfaceName();
        List<String> interfaces = PcapLibrary.interfaces();
        if (!interfaces.contains(name)) {
            throw new InterfaceGoneException("no interface " + name + " to capture on; available: "
                    + (interfaces.isEmpty() ? "none" : String.join(", ", interfaces)));
        }
        PcapHandle handle = activate(config);
        try {
            if (!config.filter().isEmpty()) {
                handle.setFilter(config.filter(), BpfCompileMode.OPTIMIZE);
            }
        } catch (PcapNativeException | NotOpenException e) {
            handle.close();
            throw notUnderstood(config, e.getMessage(), e);
        }
        try {
            handle.setBlockingMode(BlockingMode.NONBLOCKING);
        } catch (PcapNativeException | NotOpenException e) {
            handle.close();
            throw failed(config, e);
        }
        return new LiveCapture(name, handle, clock);
    }

    /** The same with a clock of its own. */
    public static LiveCapture open(LiveCaptureConfig config) throws CaptureException {
        return open(config, new PacketClock());
    }

    /** Names of the interfaces that {@link #open} can take. */
    public static List<String> interfaces() throws CaptureException {
        return PcapLibrary.interfaces();
    }

    @Override
    public void forEach(PacketHandler handler) throws CaptureException {
        Delivery delivery = new Delivery(handler);
        try {
            while (!stopped) {
                deliver(delivery, handler);
                if (System.nanoTime() - statisticsNanoTime >= STATISTICS_INTERVAL_NS) {
                    readStatistics(handler);
                }
            }
        } catch (InterruptedException e) {
            // what pcap4j makes of pcap_breakloop; the thread itself was not interrupted
        } catch (NotOpenException e) {
            if (!stopped) {
                throw new CaptureException("interface " + interfaceName + ": capture was closed while it was read", e);
            }
        } catch (PcapNativeException e) {
            throw new InterfaceGoneException(
                    "interface " + interfaceName + ": capture failed: " + e.getMessage()
                            + "; check that the interface still exists and is up",
                    e);
        }
        delivery.rethrow();
        readLastStatistics(handler);
    }

    private void deliver(Delivery delivery, PacketHandler handler)
            throws PcapNativeException, InterruptedException, NotOpenException {
        if (handle.dispatch(MOST_AT_ONCE, delivery) > 0) {
            clock.delivered(delivery.latestNs, System.nanoTime());
            return;
        }
        if (clock.isRunning()) {
            handler.onIdle(clock.nowNs(System.nanoTime()));
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS));
    }

    /** libpcap adds what the kernel counted since the last call. */
    private void readStatistics(PacketHandler handler) throws PcapNativeException, NotOpenException {
        statisticsNanoTime = System.nanoTime();
        PcapStat statistics = handle.getStats();
        losses.update(statistics.getNumPacketsDropped(), statistics.getNumPacketsDroppedByIf(), handler);
    }

    private void readLastStatistics(PacketHandler handler) {
        try {
            readStatistics(handler);
        } catch (PcapNativeException | NotOpenException e) {
            LOG.debug("no last drop counts from interface {}", interfaceName, e);
        }
    }

    @Override
    public void stop() {
        stopped = true;
        try {
            handle.breakLoop();
        } catch (NotOpenException e) {
            // closed already: nothing is running that could be stopped
        }
    }

    /** Stops, and returns once {@link #forEach} has let go of the interface. */
    @Override
    public void close() {
        if (handle.isOpen()) {
            stop();
            handle.close();
        }
    }

    /** The LINKTYPE_ value of the frames. */
    public int linkType() {
        return linkType;
    }

    /** Frames lost because the kernel's buffer was full (ps_drop), as far as {@link #forEach} has looked. */
    public long droppedByKernel() {
        return losses.byKernel();
    }

    /** Frames lost in the interface or its driver (ps_ifdrop), as far as {@link #forEach} has looked. */
    public long droppedByInterface() {
        return losses.byInterface();
    }

    private static PcapHandle activate(LiveCaptureConfig config) throws CaptureException {
        try {
            return new PcapHandle.Builder(config.interfaceName())
                    .snaplen(config.snapLength())
                    .promiscuousMode(
                            config.promiscuous() ? PromiscuousMode.PROMISCUOUS : PromiscuousMode.NONPROMISCUOUS)
                    .timeoutMillis(READ_TIMEOUT_MS)
                    .bufferSize((int) Math.min(config.bufferBytes(), Integer.MAX_VALUE))
                    .timestampPrecision(TimestampPrecision.NANO)
                    .build();
        } catch (PcapNativeException e) {
            throw isPermission(e) ? CaptureRights.missing(config, e) : failed(config, e);
        }
    }

    private static boolean isPermission(PcapNativeException e) {
        String message = String.valueOf(e.getMessage());
        return (e.getReturnCode() != null && PERMISSION_CODES.contains(e.getReturnCode()))
                || message.contains("permission")
                || message.contains("not permitted");
    }

    private static CaptureException failed(LiveCaptureConfig config, Exception cause) {
        return new CaptureException(
                "interface " + config.interfaceName() + ": cannot be opened: " + cause.getMessage()
                        + "; check that it is up ('ip link show " + config.interfaceName() + "')",
                cause);
    }

    static CaptureException notUnderstood(LiveCaptureConfig config, String message, Throwable cause) {
        return new CaptureException(
                "capture filter '" + config.filter() + "' is not understood: " + message
                        + "; see pcap-filter(7) for its syntax",
                cause);
    }

    /** DLT_ values of the host are LINKTYPE_ values of files but for a few. */
    static int linkTypeOf(int dlt) {
        return dlt == DLT_RAW || dlt == DLT_RAW_OPENBSD ? LINKTYPE_RAW : dlt;
    }

    /** Hands on what pcap4j gives. An error of the handler is kept, since pcap4j would log it and go on. */
    private final class Delivery implements RawPacketListener {
        private final PacketHandler handler;
        private Throwable error;
        private long latestNs;

        Delivery(PacketHandler handler) {
            this.handler = handler;
        }

        @Override
        public void gotPacket(byte[] frame) {
            if (error != null) {
                return;
            }
            try {
                Timestamp timestamp = handle.getTimestamp();
                long seconds = Math.floorDiv(timestamp.getTime(), 1000L);
                latestNs = seconds * NANOSECONDS_PER_SECOND + timestamp.getNanos();
                handler.onPacket(
                        ByteBuffer.wrap(frame),
                        0,
                        frame.length,
                        Math.max(handle.getOriginalLength(), frame.length),
                        latestNs,
                        linkType);
            } catch (RuntimeException | Error e) {
                error = e;
                LiveCapture.this.stop();
            }
        }

        void rethrow() {
            if (error instanceof RuntimeException e) {
                throw e;
            }
            if (error instanceof Error e) {
                throw e;
            }
        }
    }
}
