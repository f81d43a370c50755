package io.plainsight.sensor.capture.live;

import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.InterfaceGoneException;
import io.plainsight.sensor.capture.PacketClock;
import io.plainsight.sensor.capture.PacketHandler;
import io.plainsight.sensor.capture.PacketSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stays with an interface that vanishes and returns, as those of tunnels, containers and USB adapters do: waits, opens it
 * again, and tells how long nothing could be seen. The packets' time goes on meanwhile, so that connections end.
 *
 * <p><b>Threading:</b> {@link #forEach} on one thread; {@link #stop} and {@link #close} from any. <b>Memory:</b> nothing
 * per packet.
 */
final class ReturningSource implements PacketSource {
    private static final Logger LOG = LoggerFactory.getLogger(ReturningSource.class);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final String interfaceName;
    private final Opener opener;
    private final PacketClock clock;
    private PacketSource current;
    private volatile boolean stopped;
    private volatile boolean closed;

    /** Opens the interface again. */
    @FunctionalInterface
    interface Opener {
        /** @throws InterfaceGoneException as long as it is not there */
        PacketSource open() throws CaptureException;
    }

    /**
     * Stays with an interface.
     *
     * @param first is open already; closed by this source
     * @param clock kept by all that {@code opener} opens, so that the time goes on between them
     */
    ReturningSource(String interfaceName, PacketSource first, Opener opener, PacketClock clock) {
        this.interfaceName = interfaceName;
        this.current = first;
        this.opener = opener;
        this.clock = clock;
    }

    @Override
    public void forEach(PacketHandler handler) throws CaptureException {
        try {
            while (!stopped) {
                forEachUntilGone(handler);
            }
        } finally {
            if (closed) {
                current().close(); // opened after the call of close, perhaps
            }
        }
    }

    private void forEachUntilGone(PacketHandler handler) throws CaptureException {
        PacketSource source = current();
        try {
            source.forEach(handler);
            stopped = true;
        } catch (InterfaceGoneException e) {
            LOG.warn("{}; waiting until it is back", e.getMessage());
            source.close();
            await(handler);
        }
    }

    private void await(PacketHandler handler) throws CaptureException {
        long startNanoTime = System.nanoTime();
        long second = 0;
        boolean back = false;
        while (!back && !stopped) {
            LockSupport.parkNanos(PAUSE_NS);
            for (; second * SECOND_NS <= System.nanoTime() - startNanoTime; second++) {
                handler.onAbsence(second);
            }
            if (clock.isRunning()) {
                handler.onIdle(clock.nowNs(System.nanoTime()));
            }
            back = reopen();
        }
        if (back) {
            LOG.info(
                    "interface {} is back; nothing was captured for {} ms",
                    interfaceName,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanoTime));
        }
    }

    private boolean reopen() throws CaptureException {
        try {
            PacketSource source = opener.open();
            current(source);
            return true;
        } catch (InterfaceGoneException e) {
            return false; // said once, when it vanished
        }
    }

    private synchronized PacketSource current() {
        return current;
    }

    /** A stop that came while this one was being opened is passed on. */
    private synchronized void current(PacketSource source) {
        current = source;
        if (stopped) {
            source.stop();
        }
    }

    @Override
    public synchronized void stop() {
        stopped = true;
        current.stop();
    }

    @Override
    public void close() {
        closed = true;
        stop();
        current().close();
    }
}
