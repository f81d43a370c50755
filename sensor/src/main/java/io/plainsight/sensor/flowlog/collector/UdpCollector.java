package io.plainsight.sensor.flowlog.collector;

import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.IpAddress;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives datagrams until it is closed: one thread empties the socket into a queue, another one gives what is in it to the
 * {@link DatagramHandler}, so that a slow sink fills the queue and not the socket.
 *
 * <p><b>Threading:</b> any thread opens and closes. <b>Memory:</b> {@value #MAX_QUEUED} datagrams of {@value #MAX_QUEUED_BYTES} bytes together, and the
 * socket's buffer in the kernel. What finds no room is counted.
 */
public final class UdpCollector implements AutoCloseable {
    static final int MAX_QUEUED = 16_384;
    static final int MAX_QUEUED_BYTES = 32 << 20;
    /** Asked for; the kernel gives no more than net.core.rmem_max. */
    static final int RECEIVE_BUFFER_BYTES = 8 << 20;

    private static final int MAX_DATAGRAM = 65_535;
    private static final long STOP_TIMEOUT_MS = 2_000;
    private static final long DROPS_EVERY_MS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(UdpCollector.class);

    private final DatagramChannel channel;
    private final CollectorAddress address;
    private final DatagramHandler handler;
    private final SensorCounters receiverCounters;
    private final SensorCounters handlerCounters;
    private final ExporterMetrics metrics;
    private final SocketDrops socketDrops;
    private final BlockingQueue<Datagram> queue = new ArrayBlockingQueue<>(MAX_QUEUED);
    private final AtomicInteger queuedBytes = new AtomicInteger();
    private final Thread receiver;
    private final Thread decoder;
    private volatile boolean received;
    private long dropsSeen;

    private record Datagram(byte[] payload, String exporter, Instant received) {}

    private UdpCollector(DatagramChannel channel, DatagramHandler handler, Settings settings) throws IOException {
        this.channel = channel;
        this.handler = handler;
        InetSocketAddress bound = (InetSocketAddress) channel.getLocalAddress();
        address = new CollectorAddress(bound);
        receiverCounters = settings.receiverCounters;
        handlerCounters = settings.handlerCounters;
        metrics = settings.metrics;
        socketDrops = new SocketDrops(bound);
        receiver = new Thread(() -> receive(settings.onFailure), "collector-receive-" + bound.getPort());
        decoder = new Thread(() -> handle(settings.onFailure), "collector-decode-" + bound.getPort());
    }

    /**
     * What a collector counts with, and whom it tells its end.
     *
     * @param receiverCounters for the receiving thread alone
     * @param handlerCounters for the thread that calls the handler, which counts with them too
     * @param onFailure told when it cannot go on
     */
    public record Settings(
            SensorCounters receiverCounters,
            SensorCounters handlerCounters,
            ExporterMetrics metrics,
            Consumer<Throwable> onFailure) {}

    /**
     * Opens the socket and begins to receive.
     *
     * @throws FlowLogException when the address is not this host's, the port is taken, or may not be used
     */
    public static UdpCollector open(CollectorAddress at, DatagramHandler handler, Settings settings)
            throws FlowLogException {
        DatagramChannel channel = null;
        try {
            boolean v4 = at.socket().getAddress() instanceof Inet4Address;
            channel = DatagramChannel.open(v4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            channel.bind(at.socket());
            UdpCollector collector = new UdpCollector(channel, handler, settings);
            collector.start();
            return collector;
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw new FlowLogException("cannot receive on udp " + at + " (" + e.getMessage() + "); " + remedy(e), e);
        }
    }

    private static String remedy(IOException e) {
        return e instanceof BindException || e instanceof SocketException
                ? "give an address of this host and a port that is free, above 1023 unless root"
                : "see whether this host has the address family";
    }

    private static void closeQuietly(DatagramChannel channel, IOException first) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                first.addSuppressed(e);
            }
        }
    }

    private void start() throws IOException {
        int given = channel.getOption(StandardSocketOptions.SO_RCVBUF);
        LOG.info(
                "receiving flow export: address=udp {} reachable={} receiveBufferBytes={}",
                address,
                address.isLoopback() ? "from this host alone" : "from other hosts",
                given);
        if (given < RECEIVE_BUFFER_BYTES) {
            LOG.warn(
                    "small receive buffer, bursts may be lost: wanted={} given={}; raise net.core.rmem_max",
                    RECEIVE_BUFFER_BYTES,
                    given);
        }
        receiver.start();
        decoder.start();
    }

    /** Where it listens, with the port that was chosen where 0 was given. */
    public CollectorAddress address() {
        return address;
    }

    private void receive(Consumer<Throwable> onFailure) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
        try {
            while (true) {
                buffer.clear();
                InetSocketAddress sender = (InetSocketAddress) channel.receive(buffer);
                enqueue(buffer.flip(), sender);
            }
        } catch (ClosedChannelException e) {
            LOG.debug("collector closed: address={}", address);
        } catch (IOException e) {
            onFailure.accept(e);
        } finally {
            received = true;
        }
    }

    private void enqueue(ByteBuffer buffer, InetSocketAddress sender) {
        int length = buffer.remaining();
        if (queuedBytes.get() + length > MAX_QUEUED_BYTES) {
            receiverCounters.increment(SensorCounter.FLOW_EXPORT_DROPPED_QUEUE);
            return;
        }
        byte[] payload = new byte[length];
        buffer.get(payload);
        String exporter = IpAddress.of(sender.getAddress().getAddress()).toString();
        metrics.onDatagram(exporter);
        queuedBytes.addAndGet(length);
        if (!queue.offer(new Datagram(payload, exporter, Instant.now()))) {
            queuedBytes.addAndGet(-length);
            receiverCounters.increment(SensorCounter.FLOW_EXPORT_DROPPED_QUEUE);
        }
    }

    private void handle(Consumer<Throwable> onFailure) {
        long dropsAt = System.nanoTime();
        try {
            while (!received || !queue.isEmpty()) {
                Datagram datagram = queue.poll(DROPS_EVERY_MS / 10, TimeUnit.MILLISECONDS);
                if (datagram != null) {
                    queuedBytes.addAndGet(-datagram.payload.length);
                    handler.onDatagram(datagram.payload, datagram.exporter, datagram.received);
                } else {
                    handler.onIdle(Instant.now());
                }
                if (System.nanoTime() - dropsAt > TimeUnit.MILLISECONDS.toNanos(DROPS_EVERY_MS)) {
                    dropsAt = System.nanoTime();
                    countDrops();
                }
            }
            handler.onEnd(Instant.now());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            onFailure.accept(e);
        }
    }

    private void countDrops() {
        long drops = socketDrops.read();
        if (drops > dropsSeen) {
            handlerCounters.add(SensorCounter.FLOW_EXPORT_DROPPED_SOCKET, drops - dropsSeen);
            dropsSeen = drops;
        }
    }

    /** Receives no more, and returns when what was received is delivered. */
    @Override
    public void close() throws InterruptedException {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("could not close the collector's socket: address={} reason={}", address, e.getMessage());
        }
        receiver.join(STOP_TIMEOUT_MS);
        decoder.join(STOP_TIMEOUT_MS);
        if (decoder.isAlive()) {
            LOG.warn("did not end in time, last flows may be missing: thread={}", decoder.getName());
        }
    }
}
