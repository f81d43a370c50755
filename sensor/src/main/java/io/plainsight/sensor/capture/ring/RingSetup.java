package io.plainsight.sensor.capture.ring;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureRights;
import io.plainsight.sensor.capture.InterfaceGoneException;
import io.plainsight.sensor.capture.KernelFilter;
import io.plainsight.sensor.capture.LiveCaptureConfig;
import io.plainsight.sensor.capture.PacketClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a {@link RingCapture}: socket, ring, interface, filter, group of workers, in the order that loses and mixes nothing.
 *
 * <p>Needs CAP_NET_RAW and nothing else, promiscuous mode included. The ring is memory of the kernel that is never
 * swapped; no limit of locked memory counts it.
 */
public final class RingSetup {
    /** How long the kernel may hold a block that is not full: what a quiet link's packets wait at most. */
    static final int RETIRE_MS = 5;

    /**
     * A block that is handed over by time takes its whole length, so blocks must not be large beside the ring: with these,
     * a ring of 64 MiB bridges 0.6 s of a stalled reader however slow the link. A frame that does not fit a block is cut;
     * the kernel joins segments up to 64 KiB (larger ones only where somebody allows it, BIG TCP).
     */
    private static final int LARGEST_BLOCK_LENGTH = 512 << 10;

    private static final int SMALLEST_BLOCK_LENGTH = 16 << 10;
    private static final int BLOCKS_AT_LEAST = 8;
    /** One ByteBuffer can hold that. */
    private static final long LARGEST_RING = 1L << 30;

    private static final Logger LOG = LoggerFactory.getLogger(RingSetup.class);

    private RingSetup() {}

    /**
     * Opens a ring. Nothing is received before {@link RingCapture#begin}.
     *
     * @param fanout the workers that share the interface, or null for one alone
     * @param clock told of what is delivered
     * @throws InterfaceGoneException when there is no interface of that name
     * @throws RingUnavailableException when this system has no such ring, or none for this configuration
     * @throws CaptureException when the right or the memory is missing, or the filter is not understood
     */
    public static RingCapture open(LiveCaptureConfig config, Fanout fanout, PacketClock clock) throws CaptureException {
        requirePlatform();
        NetworkDevice device = new NetworkDevice(config.interfaceName());
        int index = device.index();
        if (index == NetworkDevice.NO_INDEX) {
            throw new InterfaceGoneException(
                    "no interface " + device.name() + " to capture on; available: " + available());
        }
        LinkLayer link = LinkLayer.of(device);
        if (link.isCooked() && !config.filter().isEmpty()) {
            throw new RingUnavailableException(
                    "interface " + device.name() + ": frames without a link-layer header are filtered by libpcap only",
                    null);
        }
        PacketSocket socket = socket(config, link);
        boolean done = false;
        try {
            byte[] filter = KernelFilter.compile(config, link.linkType());
            RingBlocks blocks = ring(config, device, socket, link);
            socket.attachFilter(KernelFilter.keep(0));
            connect(config, device, index, socket);
            if (fanout != null) {
                join(device, index, socket, fanout);
            }
            RingCapture capture = new RingCapture(device, index, socket, blocks, filter, fanout, clock);
            done = true;
            return capture;
        } finally {
            if (!done) {
                socket.close();
            }
        }
    }

    /** What distorts or cuts frames on an interface, and the command that changes it; empty when nothing does. */
    public static List<String> advice(LiveCaptureConfig config) {
        return InterfaceAdvice.of(new NetworkDevice(config.interfaceName()), config);
    }

    private static void requirePlatform() throws RingUnavailableException {
        if (!Platform.isLinux() || Native.POINTER_SIZE != Long.BYTES) {
            throw new RingUnavailableException("there is no packet ring on this system", null);
        }
    }

    private static String available() {
        try {
            List<String> names = NetworkDevice.names();
            return names.isEmpty() ? "none" : String.join(", ", names);
        } catch (IOException e) {
            return "not known (" + e.getMessage() + ")";
        }
    }

    private static PacketSocket socket(LiveCaptureConfig config, LinkLayer link) throws CaptureException {
        try {
            return new PacketSocket(link.socketType());
        } catch (LastErrorException e) {
            if (e.getErrorCode() == LibC.EPERM || e.getErrorCode() == LibC.EACCES) {
                throw CaptureRights.missing(config, e);
            }
            throw new RingUnavailableException("there are no packet sockets on this system: " + text(e), e);
        }
    }

    private static RingBlocks ring(LiveCaptureConfig config, NetworkDevice device, PacketSocket socket, LinkLayer link)
            throws CaptureException {
        long length = Math.min(config.bufferBytes() / config.threads(), LARGEST_RING);
        int blockLength = blockLength(length);
        int blockCount = (int) (length / blockLength);
        try {
            ByteBuffer ring = socket.mapRing(blockLength, blockCount, RETIRE_MS, RingBlocks.RESERVE);
            boolean loopback = device.hardwareType() == NetworkDevice.ARPHRD_LOOPBACK;
            return new RingBlocks(ring, blockLength, link, loopback && !ignoreOutgoing(socket));
        } catch (LastErrorException e) {
            if (e.getErrorCode() == LibC.ENOMEM || e.getErrorCode() == LibC.EPERM) {
                throw new CaptureException(
                        "interface " + device.name() + ": the kernel does not give a ring of "
                                + (length >> 20) + " MiB: " + text(e)
                                + "; lower --ring-size, or raise the memory limit of the container or service",
                        e);
            }
            throw new RingUnavailableException("there is no packet ring (TPACKET_V3) on this system: " + text(e), e);
        }
    }

    /** The largest power of two that leaves several blocks in the ring. */
    static int blockLength(long ringLength) {
        long length = Long.highestOneBit(ringLength / BLOCKS_AT_LEAST);
        return (int) Math.max(SMALLEST_BLOCK_LENGTH, Math.min(LARGEST_BLOCK_LENGTH, length));
    }

    private static boolean ignoreOutgoing(PacketSocket socket) {
        try {
            socket.ignoreOutgoing();
            return true;
        } catch (LastErrorException e) {
            return false; // before Linux 4.20: each packet says itself whether it goes out
        }
    }

    private static void connect(LiveCaptureConfig config, NetworkDevice device, int index, PacketSocket socket)
            throws CaptureException {
        try {
            if (device.hasHardwareTimestamps()) {
                socket.timestamps(PacketSocket.SOF_TIMESTAMPING_RAW_HARDWARE);
            }
            socket.bind(index);
            if (config.promiscuous() && index != 0) {
                socket.joinPromiscuous(index);
            }
        } catch (LastErrorException e) {
            if (e.getErrorCode() == LibC.ENODEV || e.getErrorCode() == LibC.ENXIO) {
                throw new InterfaceGoneException("interface " + device.name() + ": it has vanished", e);
            }
            throw failed(device, e);
        }
        if (!device.isUp()) {
            LOG.warn(
                    "interface {} is down; waiting until it is up ('ip link set {} up')", device.name(), device.name());
        }
    }

    private static void join(NetworkDevice device, int index, PacketSocket socket, Fanout fanout)
            throws CaptureException {
        try {
            fanout.join(socket, index);
        } catch (LastErrorException e) {
            if (!device.isUp()) {
                // a group takes only sockets that receive
                throw new InterfaceGoneException(
                        "interface " + device.name() + ": is down; several threads can share it once it is up", e);
            }
            throw failed(device, e);
        }
    }

    private static CaptureException failed(NetworkDevice device, LastErrorException e) {
        return new CaptureException(
                "interface " + device.name() + ": cannot be opened: " + text(e)
                        + "; check that it is up ('ip link show " + device.name() + "')",
                e);
    }

    private static String text(LastErrorException e) {
        return LibC.get().strerror(e.getErrorCode());
    }
}
