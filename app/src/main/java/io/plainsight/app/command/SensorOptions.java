package io.plainsight.app.command;

import io.plainsight.app.UserException;
import io.plainsight.app.run.SensorPlan;
import io.plainsight.sensor.SensorSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where packets and flow logs come from; shared by the commands that carry a sensor. */
final class SensorOptions {
    @Mixin
    LiveOptions live;

    @Option(
            names = "--pcap",
            paramLabel = "FILE|DIR",
            description = "Play a capture, or every capture below a directory in name order.")
    List<Path> captures = new ArrayList<>();

    @Option(
            names = "--flow-logs",
            paramLabel = "FILE|DIR",
            description =
                    "Read cloud flow logs (AWS: text, gzip, Parquet, CloudWatch and Firehose JSON; Azure; Google), or"
                            + " every one below a directory in name order; - is standard input.")
    List<Path> flowLogs = new ArrayList<>();

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
    void checkFollow() {
        if (follow && flowLogs.isEmpty()) {
            throw new UserException("--follow needs --flow-logs FILE or DIR to follow");
        }
        if (follow && flowLogs.stream().anyMatch(path -> path.toString().equals("-"))) {
            throw new UserException("--follow is for files; --flow-logs - reads standard input until it ends anyway");
        }
    }

    boolean hasLiveInput() {
        return !live.interfaces.isEmpty() || follow;
    }

    boolean hasFiles() {
        return !captures.isEmpty() || !flowLogs.isEmpty() && !follow;
    }

    /** Reading order: captures, then flow logs, then the interfaces. */
    SensorPlan plan() {
        return plan(1);
    }

    /** @param replayThreads how many threads share the work on each capture */
    SensorPlan plan(int replayThreads) {
        return new SensorPlan(live.configs(), captures, flowLogs, follow, rebaseTime, replayThreads);
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
