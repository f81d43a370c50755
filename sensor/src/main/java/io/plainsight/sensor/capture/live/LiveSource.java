package io.plainsight.sensor.capture.live;

import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureMethod;
import io.plainsight.sensor.capture.LiveCapture;
import io.plainsight.sensor.capture.LiveCaptureConfig;
import io.plainsight.sensor.capture.PacketClock;
import io.plainsight.sensor.capture.PacketSource;
import io.plainsight.sensor.capture.ring.Fanout;
import io.plainsight.sensor.capture.ring.RingCapture;
import io.plainsight.sensor.capture.ring.RingSetup;
import io.plainsight.sensor.capture.ring.RingUnavailableException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens an interface by the fastest way that there is. */
public final class LiveSource {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSource.class);

    private LiveSource() {}

    /**
     * Starts listening; frames from here on wait in the kernel for {@link PacketSource#forEach}. When the interface
     * vanishes later, the sources wait for it, and go on.
     *
     * @return one source for each thread; libpcap has only one
     * @throws CaptureException when the interface, the right to capture or a library is missing, or the filter is wrong
     */
    public static List<PacketSource> open(LiveCaptureConfig config) throws CaptureException {
        if (config.method() == CaptureMethod.PCAP) {
            return openPcap(config);
        }
        try {
            return openRings(config);
        } catch (RingUnavailableException e) {
            if (config.method() == CaptureMethod.RING) {
                throw e;
            }
            LOG.warn("{}; capturing through libpcap instead, which is slower", e.getMessage());
            return openPcap(config);
        }
    }

    /**
     * Opens an interface and closes it again, without a word in the log.
     *
     * @throws CaptureException what {@link #open} would say
     */
    public static void check(LiveCaptureConfig config) throws CaptureException {
        if (config.method() != CaptureMethod.PCAP) {
            try {
                RingSetup.open(config, null, new PacketClock()).close();
                return;
            } catch (RingUnavailableException e) {
                if (config.method() == CaptureMethod.RING) {
                    throw e;
                }
            }
        }
        LiveCapture.open(config).close();
    }

    private static List<PacketSource> openPcap(LiveCaptureConfig config) throws CaptureException {
        PacketClock clock = new PacketClock();
        LiveCapture capture = LiveCapture.open(config, clock);
        LOG.info("interface {}: capturing through libpcap", config.interfaceName());
        if (config.threads() > 1) {
            LOG.warn("interface {}: libpcap gives its packets to one thread only", config.interfaceName());
        }
        return List.of(
                new ReturningSource(config.interfaceName(), capture, () -> LiveCapture.open(config, clock), clock));
    }

    private static List<PacketSource> openRings(LiveCaptureConfig config) throws CaptureException {
        Fanout fanout = config.threads() > 1 ? new Fanout(config.threads()) : null;
        List<RingCapture> captures = new ArrayList<>();
        List<PacketSource> sources = new ArrayList<>();
        try {
            for (int i = 0; i < config.threads(); i++) {
                PacketClock clock = new PacketClock();
                RingCapture capture = RingSetup.open(config, fanout, clock);
                captures.add(capture);
                sources.add(new ReturningSource(
                        config.interfaceName(), capture, () -> reopen(config, fanout, clock), clock));
            }
        } catch (CaptureException | RuntimeException e) {
            captures.forEach(RingCapture::close);
            throw e;
        }
        captures.forEach(RingCapture::begin);
        LOG.info(
                "interface {}: capturing through a packet ring of {} MiB, threads={}",
                config.interfaceName(),
                config.bufferBytes() >> 20,
                config.threads());
        RingSetup.advice(config).forEach(LOG::info);
        return sources;
    }

    /** One of several waits for the others before it begins, see {@link RingCapture#forEach}. */
    private static PacketSource reopen(LiveCaptureConfig config, Fanout fanout, PacketClock clock)
            throws CaptureException {
        RingCapture capture = RingSetup.open(config, fanout, clock);
        if (fanout == null) {
            capture.begin();
        }
        return capture;
    }
}
