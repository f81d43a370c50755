package io.plainsight.sensor.capture;

/**
 * How to listen on an interface.
 *
 * @param interfaceName as the operating system names it; {@code any} for all
 * @param filter a BPF expression in pcap-filter(7) syntax; empty for everything
 * @param snapLength bytes kept of each frame, 64 to {@link FileSource#MAX_CAPTURED_LENGTH}; what is beyond never leaves the kernel
 * @param promiscuous whether to receive frames that are addressed to others, as behind a mirror port
 * @param bufferBytes size of the kernel's buffer, at least 64 KiB
 */
public record LiveCaptureConfig(
        String interfaceName, String filter, int snapLength, boolean promiscuous, int bufferBytes) {
    public static final int DEFAULT_SNAP_LENGTH = FileSource.MAX_CAPTURED_LENGTH;
    /** Two seconds at 64 Mbit/s: enough for a pause of the collector, small enough to be locked on any host. */
    public static final int DEFAULT_BUFFER_BYTES = 16 * 1024 * 1024;

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
        if (bufferBytes < MIN_BUFFER_BYTES) {
            throw new IllegalArgumentException(
                    "capture buffer must be at least " + MIN_BUFFER_BYTES + " bytes: bufferBytes=" + bufferBytes);
        }
    }

    /** Promiscuous, whole frames, no filter. */
    public static LiveCaptureConfig on(String interfaceName) {
        return new LiveCaptureConfig(interfaceName, "", DEFAULT_SNAP_LENGTH, true, DEFAULT_BUFFER_BYTES);
    }

    public LiveCaptureConfig withFilter(String newFilter) {
        return new LiveCaptureConfig(interfaceName, newFilter, snapLength, promiscuous, bufferBytes);
    }
}
