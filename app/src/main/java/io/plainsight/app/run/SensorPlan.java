package io.plainsight.app.run;

import java.nio.file.Path;
import java.util.List;

/**
 * What a sensor is to read: files in the order given, and interfaces until stopped.
 *
 * @param filter BPF filter for the interfaces, empty for everything
 * @param rebaseTime whether captures are shifted to now and treated as live traffic
 * @param replayThreads how many share the work on each capture, at least 1
 */
public record SensorPlan(
        List<String> interfaces,
        String filter,
        List<Path> captures,
        List<Path> flowLogs,
        boolean rebaseTime,
        int replayThreads) {
    public boolean isLive() {
        return !interfaces.isEmpty();
    }

    public boolean hasFiles() {
        return !captures.isEmpty() || !flowLogs.isEmpty();
    }

    /** Whether anything is judged as live traffic. */
    public boolean feedsLiveTopic() {
        return isLive() || rebaseTime;
    }

    /** Whether anything is judged as a replay. */
    public boolean feedsReplayTopic() {
        return hasFiles() && (!rebaseTime || !flowLogs.isEmpty());
    }
}
