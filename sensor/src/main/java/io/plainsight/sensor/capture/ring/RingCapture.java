package io.plainsight.sensor.capture.ring;

import com.sun.jna.LastErrorException;
import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.InterfaceGoneException;
import io.plainsight.sensor.capture.LossCounts;
import io.plainsight.sensor.capture.PacketClock;
import io.plainsight.sensor.capture.PacketHandler;
import io.plainsight.sensor.capture.PacketSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a Linux interface through a TPACKET_V3 ring.
 *
 * <p>The kernel fills blocks and hands each over when it is full, or {@value RingSetup#RETIRE_MS} ms after its first packet.
 * A block goes back when all of its packets were handled. While none is ready the thread waits in poll(2), for at most
 * {@value #POLL_TIMEOUT_MS} ms, so that connections end, {@link #stop} is seen and losses are counted on a quiet interface
 * too.
 *
 * <p><b>Threading:</b> {@link #forEach} on one thread; {@link #stop}, {@link #close} and the drop counts from any.
 * {@link #close} waits for {@link #forEach} to let go, since it unmaps what that reads. <b>Memory:</b> the ring; nothing
 * on the heap per packet. <b>Bounds:</b> the ring; what finds it full is counted by the kernel and told to
 * {@link PacketHandler#onLoss} ten times a second.
 */
public final class RingCapture implements PacketSource {
    static final int POLL_TIMEOUT_MS = 50;

    private static final Logger LOG = LoggerFactory.getLogger(RingCapture.class);
    private static final long STATISTICS_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LOSS_MESSAGE_INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long FANOUT_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    /** An adapter's clock that is further off is not set by anybody, or counts TAI. */
    private static final long LARGEST_CLOCK_ERROR_NS = TimeUnit.SECONDS.toNanos(1);

    private final NetworkDevice device;
    private final int interfaceIndex;
    private final PacketSocket socket;
    private final RingBlocks blocks;
    private final byte[] filter;
    private final Fanout fanout;

    private final PacketClock clock;
    private final LossCounts losses = new LossCounts();
    private final ReentrantLock reading = new ReentrantLock();

    private volatile boolean stopped;
    private volatile boolean closed;
    private boolean begun;
    private boolean down;
    private boolean gone;
    private boolean hardwareClockChecked;
    private long kernelDrops;
    private long freezes;
    private long malformed;
    private final long interfaceBaseline;
    private long statisticsNanoTime = System.nanoTime();
    private long lossMessageNanoTime = statisticsNanoTime - LOSS_MESSAGE_INTERVAL_NS;
    private long lossesTold;

    /**
     * Takes over what {@link RingSetup} has opened.
     *
     * @param filter attached by {@link #begin}; nothing is received before
     * @param fanout joined already, or null
     */
    RingCapture(
            NetworkDevice device,
            int interfaceIndex,
            PacketSocket socket,
            RingBlocks blocks,
            byte[] filter,
            Fanout fanout,
            PacketClock clock) {
        this.device = device;
        this.interfaceIndex = interfaceIndex;
        this.socket = socket;
        this.blocks = blocks;
        this.filter = filter;
        this.fanout = fanout;
        this.clock = clock;
        this.interfaceBaseline = device.lost();
    }

    /**
     * Lets packets in; from here on they wait in the ring for {@link #forEach}, which calls this itself otherwise. With
     * several workers it is called once all are open, so that no connection changes hands.
     */
    public void begin() {
        if (!begun) {
            begun = true;
            socket.attachFilter(filter);
        }
    }

    @Override
    public void forEach(PacketHandler handler) throws CaptureException {
        reading.lock();
        try {
            if (closed) {
                return;
            }
            awaitOthers();
            while (!stopped) {
                if (blocks.isReady()) {
                    deliver(handler);
                } else {
                    await(handler);
                }
                if (System.nanoTime() - statisticsNanoTime >= STATISTICS_INTERVAL_NS) {
                    readStatistics(handler);
                }
            }
            readStatistics(handler);
        } catch (LastErrorException e) {
            throw new CaptureException(
                    "interface " + device.name() + ": capture failed: "
                            + LibC.get().strerror(e.getErrorCode()),
                    e);
        } finally {
            if (closed) {
                release();
            }
            reading.unlock();
        }
    }

    /** After an interface came back each worker opens its own socket again; none begins before all are there. */
    private void awaitOthers() {
        while (!begun && !stopped) {
            if (fanout == null || fanout.isComplete()) {
                begin();
            } else {
                LockSupport.parkNanos(FANOUT_PAUSE_NS);
            }
        }
    }

    private void deliver(PacketHandler handler) {
        if (!hardwareClockChecked && blocks.isStampedByHardware()) {
            checkHardwareClock();
        }
        blocks.deliver(handler);
        handler.onPressure(blocks.waiting());
        clock.delivered(blocks.latestNs(), System.nanoTime());
        if (down) {
            down = false;
            LOG.info("interface {} is up again", device.name());
        }
    }

    private void await(PacketHandler handler) throws CaptureException {
        handler.onPressure(0);
        int events = socket.poll(POLL_TIMEOUT_MS);
        if ((events & LibC.POLLERR) != 0) {
            takeError();
        } else if (events == 0) {
            // an interface goes down before it goes away, and the kernel tells the first only
            gone |= down && device.index() != interfaceIndex;
            if (gone) {
                // what was in the ring has been delivered, the last block included, which retires by time
                readStatistics(handler);
                throw new InterfaceGoneException("interface " + device.name() + ": capture failed: it has vanished");
            }
            if (clock.isRunning()) {
                handler.onIdle(clock.nowNs(System.nanoTime()));
            }
        }
    }

    private void takeError() throws CaptureException {
        int error = socket.takeError();
        if (error != 0 && error != LibC.ENETDOWN) {
            throw new CaptureException("interface " + device.name() + ": capture failed: "
                    + LibC.get().strerror(error));
        }
        if (device.index() != interfaceIndex) {
            gone = true;
        } else if (error == LibC.ENETDOWN) {
            // the socket goes on by itself when the interface is up again
            down = true;
            LOG.warn("interface {} is down; waiting until it is up again", device.name());
        }
    }

    /** Time stamps of an adapter whose clock is not the host's would tear the packets' time apart. */
    private void checkHardwareClock() {
        hardwareClockChecked = true;
        long hostNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        long errorNs = blocks.firstTimestampNs() - hostNs;
        if (Math.abs(errorNs) > LARGEST_CLOCK_ERROR_NS) {
            LOG.warn(
                    "interface {}: the adapter's clock is {} ms off the host's, so time stamps of the host are taken;"
                            + " to use the adapter's, set its clock (phc2sys)",
                    device.name(),
                    TimeUnit.NANOSECONDS.toMillis(errorNs));
            socket.timestamps(0);
            blocks.shiftHardwareTimestamps(-errorNs);
        } else {
            LOG.info("interface {}: packets are stamped by the adapter", device.name());
        }
    }

    private void readStatistics(PacketHandler handler) {
        statisticsNanoTime = System.nanoTime();
        socket.readStatistics();
        kernelDrops += socket.drops() + blocks.malformed() - malformed;
        malformed = blocks.malformed();
        freezes += socket.freezes();
        losses.update(kernelDrops, device.lost() - interfaceBaseline, handler);
        if (kernelDrops > lossesTold && statisticsNanoTime - lossMessageNanoTime >= LOSS_MESSAGE_INTERVAL_NS) {
            lossMessageNanoTime = statisticsNanoTime;
            LOG.warn(
                    "interface {}: {} packets lost, the ring was full {} times since the start;"
                            + " give it a larger --ring-size or more --capture-threads, or --filter what need not be seen",
                    device.name(),
                    kernelDrops - lossesTold,
                    freezes);
            lossesTold = kernelDrops;
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }

    /** Stops, and returns once {@link #forEach} has let go of the ring; from within the handler, before that. */
    @Override
    public void close() {
        stopped = true;
        closed = true;
        if (reading.isHeldByCurrentThread()) {
            return; // forEach releases on its way out
        }
        reading.lock();
        try {
            release();
        } finally {
            reading.unlock();
        }
    }

    private void release() {
        if (socket.close() && fanout != null) {
            fanout.leave(interfaceIndex);
        }
    }

    /** The LINKTYPE_ value of the frames. */
    public int linkType() {
        return blocks.linkType();
    }

    /** Frames lost because the ring was full, as far as {@link #forEach} has looked. */
    public long droppedByKernel() {
        return losses.byKernel();
    }

    /** Frames lost in the interface or its driver, as far as {@link #forEach} has looked. */
    public long droppedByInterface() {
        return losses.byInterface();
    }
}
