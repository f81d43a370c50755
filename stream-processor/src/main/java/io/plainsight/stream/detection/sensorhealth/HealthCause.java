package io.plainsight.stream.detection.sensorhealth;

import java.util.List;
import java.util.Locale;

/** Why a sensor is not well: one alert for each. The figures are those of docs/detections/sensor-health.md. */
enum HealthCause {
    /** Packets that found the kernel's buffer full: the sensor's threads are too slow for what comes. */
    KERNEL(
            Of.PACKETS,
            0.001,
            10,
            "packets in the kernel's capture buffer",
            "Counter: plainsight_sensor_lost_total{reason=\"kernel\"}. Look first whether the host's processors are busy (top -H)"
                    + " and whether plainsight_sensor_overload_level is up. Then: narrow --filter (leave out backups and"
                    + " storage), let more threads capture on the interface (--capture-threads), give the ring more memory"
                    + " (--ring-size), or put a second"
                    + " sensor beside this one. Short bursts need a larger ring, steady loss needs more threads."),
    /** Packets that the adapter or its driver dropped. */
    INTERFACE(
            Of.PACKETS,
            0.001,
            10,
            "packets in the interface or its driver",
            "Counter: plainsight_sensor_lost_total{reason=\"interface\"}; on the host: ethtool -S IF | grep -iE"
                    + " 'drop|miss|fifo|no_buf'. Enlarge the adapter's own ring (ethtool -g IF, then ethtool -G IF rx MAX),"
                    + " spread its interrupts over processors (ethtool -l/-L IF, irqbalance), switch GRO and LRO off"
                    + " (ethtool -K IF gro off lro off), and check that the mirror does not send more than the link carries."),
    /** Connections forgotten because the flow table was full. */
    FLOW_TABLE(
            Of.CONNECTIONS,
            0.01,
            100,
            "connections out of a full flow table",
            "Counter: plainsight_sensor_lost_total{reason=\"flow_table\"}. If plainsight_sensor_flows_total rises as steeply, a"
                    + " scan or a flood is passing: find its source and leave it out with --filter. Otherwise give the sensor a"
                    + " larger flow table (--max-connections) and the memory for it."),
    /** Connections that found no room to be looked into. */
    INSPECTION(
            Of.CONNECTIONS,
            0.01,
            100,
            "connections that it could not look into",
            "Counter: plainsight_sensor_lost_total{reason=\"inspection\"}. Too many connections were undecided at once: a flood of"
                    + " half-open ones, or streams with holes that never decide (plainsight_sensor_tcp_gaps_total). Check the"
                    + " mirror for loss and for one-sided traffic, or allow more connections under inspection"
                    + " (--max-inspected)."),
    /** Stream bytes given up because a buffer's limit was reached. */
    REASSEMBLY(
            Of.CONNECTIONS,
            0.05,
            100,
            "stream bytes out of full reassembly buffers",
            "Counters: plainsight_sensor_lost_total{reason=~\"reassembly|pending\"}. Segments wait for others that never come:"
                    + " check the mirror for loss and for one-sided or reordered traffic. If it is clean, give reassembly a"
                    + " larger budget (--reassembly-memory)."),
    /** Observations that never reached Kafka. */
    DELIVERY(
            Of.NOTHING,
            0,
            1,
            "observations on the way to Kafka",
            "Counters: plainsight_sensor_lost_total{reason=\"delivery\"}, plainsight_sensor_publish_lost_total and those of the"
                    + " spool. Is the broker reachable from the sensor's host, are its disks full, did a quota or an ACL"
                    + " change? Then check the spool's disk and budget (--spool, --spool-limit): what is lost was beyond it. Those connections are not"
                    + " judged and cannot be recovered."),
    /** Payload is given up in the order of docs/operations.md. */
    OVERLOAD(
            "Counters: plainsight_sensor_overload_level, plainsight_sensor_overload_sacrificed_total{kind}. The sensor is too slow"
                    + " for its traffic and gives up payload, at level 4 whole new connections, so that the handshakes it reads are whole;"
                    + " connections become unknown with the reason sensor.overloaded. Narrow --filter, let more threads capture (--capture-threads), give the host more"
                    + " processors, or put a second sensor beside this one."),
    /** The interface is not there. */
    ABSENT(
            "Counter: plainsight_sensor_capture_gap_seconds_total. Is the interface there and named as it was (ip link), was its"
                    + " container, tunnel or adapter removed? The sensor captures again by itself when it returns."),
    /** The interface is there, and nothing passes any more. */
    DARK(
            "Counter: plainsight_sensor_packets_total does not move. Is the interface up and does it have a carrier (ip -s link"
                    + " show IF, ethtool IF), is the mirror session still configured on the switch, is the tap plugged in, does"
                    + " --filter still fit?"),
    /** One direction of connections does not come to the interface. */
    ONE_SIDED(
            "Counter: plainsight_sensor_tcp_ended_total{seen=\"one_way\"}. Does the mirror copy both directions (rx and tx), does"
                    + " --filter leave one out, does traffic return by another way (asymmetric routing), is the second leg of a tap"
                    + " connected? Bond the legs of a tap and capture on the bond, or mirror where both directions pass."),
    /** Its clock is ahead of the stream processor's. */
    CLOCK(
            "Compare the clocks of the sensor's and the stream processor's hosts (chronyc tracking, timedatectl). Events of"
                    + " several sensors and of flow logs are joined by their time: a clock that is wrong makes alerts late, or"
                    + " keeps them from opening."),
    /** What it tells comes late, or its clock is behind. */
    LATE("Where does it wait? At the sensor: plainsight.sensor.waiting_observations and the spool's metrics; in Kafka:"
            + " plainsight_stream_records_lag_max. If neither waits, the sensor's clock is behind (chronyc tracking)."
            + " Alerts about this traffic come as late."),
    /** Nothing was heard of it. */
    SILENT(
            "Is the sensor's process alive on its host (systemctl status, its log), is the interface up (ip -s link show IF), does"
                    + " it reach Kafka? If all three are well, compare the clocks of sensor and stream processor, and look at"
                    + " plainsight_stream_records_lag_max: judgements may be late.");

    /** What a loss is measured against. */
    enum Of {
        PACKETS,
        CONNECTIONS,
        NOTHING
    }

    private final Of of;
    private final double share;
    private final long least;
    private final String what;
    private final String remediation;

    /** For what is no loss that is counted. */
    HealthCause(String remediation) {
        this(Of.NOTHING, 0, 0, "", remediation);
    }

    HealthCause(Of of, double share, long least, String what, String remediation) {
        this.of = of;
        this.share = share;
        this.least = least;
        this.what = what;
        this.remediation = remediation;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Names in {@code plainsight.sensor.lost}. */
    List<String> reasons() {
        return switch (this) {
            case REASSEMBLY -> List.of("reassembly", "pending");
            case KERNEL, INTERFACE, FLOW_TABLE, INSPECTION, DELIVERY -> List.of(id());
            default -> List.of();
        };
    }

    /** Whether a capture file can have it; its packets are what somebody chose to keep, and its time is over. */
    boolean isOfFiles() {
        return this == OVERLOAD || !reasons().isEmpty();
    }

    Of of() {
        return of;
    }

    /** Share of the whole from which on it is bad. */
    double share() {
        return share;
    }

    /** Fewer are no matter, whatever their share. */
    long least() {
        return least;
    }

    /** What is lost and where, to follow "is losing". */
    String what() {
        return what;
    }

    String remediation() {
        return remediation;
    }
}
