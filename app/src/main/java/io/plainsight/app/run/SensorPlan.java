package io.plainsight.app.run;

import io.plainsight.sensor.capture.LiveCaptureConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a sensor is to read: files in the order given, and interfaces until stopped.
 *
 * @param interfaces how to listen on each
 * @param followFlowLogs whether flow logs are followed until stopped, as live traffic, and not read once
 * @param rebaseTime whether captures are shifted to now and treated as live traffic
 * @param replayThreads how many share the work on each capture, at least 1
 */
public record SensorPlan(
        List<LiveCaptureConfig> interfaces,
        List<Path> captures,
        List<Path> flowLogs,
        boolean followFlowLogs,
        boolean rebaseTime,
        int replayThreads) {
    /** Names of the interfaces, as messages list them. */
    public String interfaceNames() {
        return interfaces.stream().map(LiveCaptureConfig::interfaceName).collect(Collectors.joining(", "));
    }

    public boolean isLive() {
        return !interfaces.isEmpty() || followFlowLogs;
    }

    public boolean hasFiles() {
        return !captures.isEmpty() || readsFlowLogs();
    }

    /** Whether there are flow logs to be read once. */
    public boolean readsFlowLogs() {
        return !flowLogs.isEmpty() && !followFlowLogs;
    }

    /** What goes on until it is stopped, as messages name it. */
    public String liveNames() {
        String followed = followFlowLogs
                ? flowLogs.stream().map(Path::toString).collect(Collectors.joining(", ", "following ", ""))
                : "";
        String captured = interfaces.isEmpty() ? "" : "capturing on " + interfaceNames();
        return captured.isEmpty() ? followed : followed.isEmpty() ? captured : captured + ", " + followed;
    }

    /** Whether anything is judged as live traffic. */
    public boolean feedsLiveTopic() {
        return isLive() || rebaseTime;
    }

    /** Whether anything is judged as a replay. */
    public boolean feedsReplayTopic() {
        return hasFiles() && (!rebaseTime || readsFlowLogs());
    }
}
