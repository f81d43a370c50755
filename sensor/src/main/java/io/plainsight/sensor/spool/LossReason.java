package io.plainsight.sensor.spool;

/** Why an observation never reached Kafka. The label is the metric's. */
public enum LossReason {
    /** The queue between a live packet path and the spool was full: the disk did not keep up. */
    QUEUE_FULL("queue_full"),
    /** The spool's budget was used up; its oldest segment made room. */
    SPOOL_FULL("spool_full"),
    /** Neither the disk nor the memory that stands in for it could take more. */
    DISK("disk"),
    /** Half written when the process or the machine died. */
    TORN("torn"),
    /** Written whole, and damaged since. */
    CORRUPT("corrupt"),
    /** Kafka refuses this very record: too large, or not valid to it. */
    REFUSED("refused"),
    /** Could not be made into bytes: a bug of ours. */
    ENCODING("encoding"),
    /** Came after the sensor was told to stop. */
    STOPPED("stopped");

    private final String label;

    LossReason(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
