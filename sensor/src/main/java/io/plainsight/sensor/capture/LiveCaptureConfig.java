package io.plainsight.sensor.capture;

/**
 * How to listen on an interface.
 *
 * @param interfaceName as the operating system names it; {@code any} for all
 * @param filter a BPF expression in pcap-filter(7) syntax; empty for everything
 * @param snapLength bytes kept of each frame, 64 to {@link FileSource#MAX_CAPTURED_LENGTH}; what is beyond never leaves the kernel
 * @param promiscuous whether to receive frames that are addressed to others, as behind a mirror port
 * @param bufferBytes size of the kernel's buffer, at least 64 KiB; of all threads together
 * @param method ring, libpcap, or what there is
 * @param threads that share the packets, 1 to {@value #MAX_THREADS}; more than one needs the ring
 */
public record LiveCaptureConfig(
        String interfaceName,
        String filter,
        int snapLength,
        boolean promiscuous,
        long bufferBytes,
        CaptureMethod method,
        int threads) {
    public static final int DEFAULT_SNAP_LENGTH = FileSource.MAX_CAPTURED_LENGTH;
    /** Half a second at 1 Gbit/s: enough for a pause of the collector, small enough for any host. */
    public static final long DEFAULT_BUFFER_BYTES = 64L << 20;

    public static final long MAX_BUFFER_BYTES = 64L << 30;
    public static final int MAX_THREADS = 64;

    private static final int MIN_SNAP_LENGTH = 64;
    private static final int MIN_BUFFER_BYTES = 64 * 1024;

    public LiveCaptureConfig {
        if (interfaceName == null || interfaceName.isBlank()) {
            throw new IllegalArgumentException("interface must have a name: interface=" + interfaceName);
        }
        filter = filter == null ? "" : filter.strip();
        if (snapLength < MIN_SNAP_LENGTH || snapLength > FileSource.MAX_CAPTURED_LENGTH) {
            throw new IllegalArgumentException("snap length must be " + MIN_SNAP_LENGTH + " to "
                    + FileSource.MAX_CAPTURED_LENGTH + ": snapLength=" + snapLength);
        }
        if (bufferBytes < MIN_BUFFER_BYTES || bufferBytes > MAX_BUFFER_BYTES) {
            throw new IllegalArgumentException("capture buffer must be 64 KiB to 64 GiB: bufferBytes=" + bufferBytes);
        }
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException("threads must be 1 to " + MAX_THREADS + ": threads=" + threads);
        }
    }

    /** Promiscuous, whole frames, no filter, one thread. */
    public static LiveCaptureConfig on(String interfaceName) {
        return new LiveCaptureConfig(
                interfaceName, "", DEFAULT_SNAP_LENGTH, true, DEFAULT_BUFFER_BYTES, CaptureMethod.AUTO, 1);
    }

    public LiveCaptureConfig withFilter(String newFilter) {
        return new LiveCaptureConfig(interfaceName, newFilter, snapLength, promiscuous, bufferBytes, method, threads);
    }

    public LiveCaptureConfig withSnapLength(int bytes) {
        return new LiveCaptureConfig(interfaceName, filter, bytes, promiscuous, bufferBytes, method, threads);
    }

    public LiveCaptureConfig withBufferBytes(long bytes) {
        return new LiveCaptureConfig(interfaceName, filter, snapLength, promiscuous, bytes, method, threads);
    }

    public LiveCaptureConfig withMethod(CaptureMethod newMethod) {
        return new LiveCaptureConfig(interfaceName, filter, snapLength, promiscuous, bufferBytes, newMethod, threads);
    }

    public LiveCaptureConfig withThreads(int count) {
        return new LiveCaptureConfig(interfaceName, filter, snapLength, promiscuous, bufferBytes, method, count);
    }
}
