package io.plainsight.app.command;

import io.plainsight.app.UserException;
import io.plainsight.app.run.SensorPlan;
import io.plainsight.sensor.SensorSettings;
import io.plainsight.sensor.flowlog.collector.CollectorAddress;
import io.plainsight.sensor.flowlog.s3.S3Location;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where packets and flow logs come from; shared by the commands that carry a sensor. */
final class SensorOptions {
    private static final Path DEFAULT_DATA = Path.of("data");

    /** Whether to end when everything given has been read; set by the command. */
    boolean exitWhenDone;

    /** Where what is remembered lies; null for the default. Set by the command. */
    Path data;

    @Mixin
    LiveOptions live;

    @Option(
            names = "--pcap",
            paramLabel = "FILE|DIR",
            description = "Play a capture, or every capture below a directory in name order.")
    List<Path> captures = new ArrayList<>();

    @Option(
            names = "--flow-logs",
            paramLabel = "FILE|DIR|s3://BUCKET/PREFIX",
            description =
                    "Read cloud flow logs (AWS: text, gzip, Parquet, CloudWatch and Firehose JSON; Azure; Google): a file,"
                            + " every one below a directory in name order, or those in S3 as they come; - is standard input.")
    List<String> flowLogs = new ArrayList<>();

    @Mixin
    private CloudOptions cloud;

    @Option(
            names = "--netflow",
            paramLabel = "[ADDR:]PORT",
            converter = CollectorAddressConverter.class,
            description =
                    "Receive NetFlow 5, NetFlow 9 and IPFIX on a UDP port; without an address from this host alone.")
    List<CollectorAddress> netflow = new ArrayList<>();

    @Option(
            names = "--sflow",
            paramLabel = "[ADDR:]PORT",
            converter = CollectorAddressConverter.class,
            description =
                    "Receive sFlow 5 on a UDP port and look into the packet headers that it samples; without an address from"
                            + " this host alone.")
    List<CollectorAddress> sflow = new ArrayList<>();

    @Mixin
    FlowLogOptions flowLogOptions;

    @Option(
            names = "--follow",
            description =
                    "Go on with the files and directories of --flow-logs until stopped: what is appended, rotated or"
                            + " new; goes on where it stopped after a restart.")
    boolean follow;

    @Option(
            names = "--rebase-time",
            description = "Shift each capture so that it begins now, and treat it as live traffic.")
    boolean rebaseTime;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The sensor's name in observations (default: the host's name).")
    String name;

    @Mixin
    TrustRootsOption trustRoots;

    @Mixin
    private LimitOptions limits;

    /** @throws UserException when what is to be followed cannot be */
    private void checkFollow() {
        if (follow && files().isEmpty()) {
            throw new UserException("--follow needs --flow-logs FILE or DIR to follow");
        }
        if (follow && flowLogs.stream().anyMatch("-"::equals)) {
            throw new UserException("--follow is for files; --flow-logs - reads standard input until it ends anyway");
        }
    }

    boolean hasLiveInput() {
        return !live.interfaces.isEmpty()
                || follow
                || !netflow.isEmpty()
                || !sflow.isEmpty()
                || cloud.listens()
                || !exitWhenDone && hasObjects();
    }

    boolean hasFiles() {
        return !captures.isEmpty() || !files().isEmpty() && !follow || exitWhenDone && hasObjects();
    }

    private boolean hasObjects() {
        return flowLogs.stream().anyMatch(S3Location::isOne);
    }

    private List<Path> files() {
        return flowLogs.stream()
                .filter(input -> !S3Location.isOne(input))
                .map(Path::of)
                .toList();
    }

    /** Opens what is listened on for a moment and asks object stores, so that what is wrong is told at once. */
    void check() {
        checkFollow();
        live.check();
        CloudOptions.check(plan().cloud());
    }

    /** Reading order: captures, then flow logs, then the interfaces. */
    SensorPlan plan() {
        return plan(1);
    }

    /** @param replayThreads how many threads share the work on each capture */
    SensorPlan plan(int replayThreads) {
        return new SensorPlan(
                live.configs(),
                captures,
                files(),
                netflow,
                sflow,
                cloud.plan(
                        flowLogs,
                        flowLogOptions.plainFormat(),
                        exitWhenDone,
                        !exitWhenDone || data != null ? dataOrDefault() : null),
                follow,
                rebaseTime,
                replayThreads);
    }

    private Path dataOrDefault() {
        return data == null ? DEFAULT_DATA : data;
    }

    SensorSettings settings() {
        return limits.applyTo(
                SensorSettings.defaults(name == null ? hostName() : name).withTrustRoots(trustRoots.read()));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "sensor"; // a host that cannot resolve its own name still has a sensor
        }
    }
}
