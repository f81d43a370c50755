package io.plainsight.app.command;

import io.plainsight.app.UserException;
import io.plainsight.sensor.WarmUp;
import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureMethod;
import io.plainsight.sensor.capture.LiveCaptureConfig;
import io.plainsight.sensor.capture.live.LiveSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How interfaces are listened on. */
final class LiveOptions {
    private static final int LONGEST_WARM_UP_SECONDS = 60;

    @Option(
            names = "--interface",
            paramLabel = "IF",
            description = "Capture live on this interface; may be given several times.")
    List<String> interfaces = new ArrayList<>();

    @Option(
            names = "--filter",
            paramLabel = "BPF",
            description = "Capture only what matches this pcap filter, such as 'tcp port 443'.")
    String filter = "";

    @Option(
            names = "--capture",
            paramLabel = "auto|ring|pcap",
            converter = MethodConverter.class,
            description = "Capture through a packet ring (Linux) or libpcap (default: the ring where there is one).")
    CaptureMethod method = CaptureMethod.AUTO;

    @Option(
            names = "--ring-size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description =
                    "Memory of the kernel for packets that wait, for each interface, such as 256M (default: 64M).")
    long ringBytes = LiveCaptureConfig.DEFAULT_BUFFER_BYTES;

    @Option(
            names = "--snap-length",
            paramLabel = "BYTES",
            description = "Keep so much of each frame (default: ${DEFAULT-VALUE}, all of it).")
    int snapLength = LiveCaptureConfig.DEFAULT_SNAP_LENGTH;

    @Option(
            names = "--capture-threads",
            paramLabel = "N",
            description = "Threads for each interface (default: ${DEFAULT-VALUE}).")
    int threads = 1;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description =
                    "Before capturing, run the packet path on built-in traffic for so long, so that its code is compiled;"
                            + " 0 to 60, 0 for not at all (default: ${DEFAULT-VALUE}).")
    int warmUpSeconds = (int) WarmUp.DEFAULT.toSeconds();

    /** How long to warm up. */
    Duration warmUp() {
        if (warmUpSeconds < 0 || warmUpSeconds > LONGEST_WARM_UP_SECONDS) {
            throw new UserException(
                    "--warm-up: expected 0 to " + LONGEST_WARM_UP_SECONDS + " seconds, not " + warmUpSeconds);
        }
        return Duration.ofSeconds(warmUpSeconds);
    }

    /** How to listen on each interface given. */
    List<LiveCaptureConfig> configs() {
        List<LiveCaptureConfig> configs = new ArrayList<>();
        for (String name : interfaces) {
            try {
                configs.add(new LiveCaptureConfig(name, filter, snapLength, true, ringBytes, method, threads));
            } catch (IllegalArgumentException e) {
                throw new UserException("--interface " + name + ": " + e.getMessage(), e);
            }
        }
        return configs;
    }

    /**
     * Opens each interface for a moment, so that a wrong name, right or filter is told before anything else is started.
     */
    void check() {
        for (LiveCaptureConfig config : configs()) {
            try {
                LiveSource.check(config);
            } catch (CaptureException e) {
                throw new UserException(e.getMessage(), e);
            }
        }
    }

    /** The names of {@link CaptureMethod} in lower case. */
    static final class MethodConverter implements ITypeConverter<CaptureMethod> {
        @Override
        public CaptureMethod convert(String value) {
            return switch (value) {
                case "auto" -> CaptureMethod.AUTO;
                case "ring" -> CaptureMethod.RING;
                case "pcap" -> CaptureMethod.PCAP;
                default -> throw new TypeConversionException("expected auto, ring or pcap, not '" + value + "'");
            };
        }
    }

    /** Bytes, or with K, M or G behind the number so many times 1024, 1024² or 1024³ of them. */
    static final class SizeConverter implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            if (!value.matches("[0-9]{1,9}[KMG]?")) {
                throw new TypeConversionException("expected a size such as 256M, not '" + value + "'");
            }
            int unit = "KMG".indexOf(value.charAt(value.length() - 1)) + 1;
            String digits = unit == 0 ? value : value.substring(0, value.length() - 1);
            return Long.parseLong(digits) << 10 * unit;
        }
    }
}
