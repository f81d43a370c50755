package io.plainsight.app.run;

import io.plainsight.sensor.capture.LiveCaptureConfig;
import io.plainsight.sensor.flowlog.collector.CollectorAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a sensor is to read: files in the order given, and interfaces until stopped.
 *
 * @param interfaces how to listen on each
 * @param netflow where flow export is received
 * @param sflow where sampled headers are received
 * @param cloud flow logs from elsewhere
 * @param followFlowLogs whether flow logs are followed until stopped, as live traffic, and not read once
 * @param rebaseTime whether captures are shifted to now and treated as live traffic
 * @param replayThreads how many share the work on each capture, at least 1
 * @param warmUp how long the packet path is warmed up before interfaces are opened; zero for not at all
 */
public record SensorPlan(
        List<LiveCaptureConfig> interfaces,
        List<Path> captures,
        List<Path> flowLogs,
        List<CollectorAddress> netflow,
        List<CollectorAddress> sflow,
        CloudPlan cloud,
        boolean followFlowLogs,
        boolean rebaseTime,
        int replayThreads,
        Duration warmUp) {
    /** Names of the interfaces, as messages list them. */
    public String interfaceNames() {
        return interfaces.stream().map(LiveCaptureConfig::interfaceName).collect(Collectors.joining(", "));
    }

    /** What is listened on, one sentence each, for the terminal. */
    public List<String> liveInputs() {
        List<String> inputs = new ArrayList<>();
        if (!interfaces.isEmpty()) {
            inputs.add("Capturing on " + interfaceNames());
        }
        if (followFlowLogs) {
            inputs.add(flowLogs.stream().map(Path::toString).collect(Collectors.joining(", ", "Following ", "")));
        }
        if (cloud.queue() != null) {
            inputs.add("Reading flow logs that " + cloud.queue().queue() + " tells of");
        }
        netflow.forEach(address -> inputs.add("Receiving NetFlow and IPFIX on udp " + address
                + (address.isLoopback() ? ", from this host alone" : "")));
        sflow.forEach(address -> inputs.add(
                "Receiving sFlow on udp " + address + (address.isLoopback() ? ", from this host alone" : "")));
        return inputs;
    }

    /** Whether there are flow records, wherever they come from, of which some may be refused. */
    public boolean takesFlowRecords() {
        return !flowLogs.isEmpty() || !netflow.isEmpty() || cloud.takesFlowRecords();
    }

    public boolean isLive() {
        return !interfaces.isEmpty() || followFlowLogs || !netflow.isEmpty() || !sflow.isEmpty() || cloud.isLive();
    }

    public boolean hasFiles() {
        return !captures.isEmpty() || readsFlowLogs();
    }

    /** Whether there are flow logs to be read once. */
    public boolean readsFlowLogs() {
        return readsFlowLogFiles() || cloud.readsOnce();
    }

    /** Whether there are files of flow logs to be read once. */
    public boolean readsFlowLogFiles() {
        return !flowLogs.isEmpty() && !followFlowLogs;
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
