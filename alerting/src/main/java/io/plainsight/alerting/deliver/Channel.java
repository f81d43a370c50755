package io.plainsight.alerting.deliver;

import io.plainsight.events.Alert;

/** A way to tell somebody. */
public interface Channel {
    /** Short and stable: a metric label, and the key under which the channel's position is committed. */
    String name();

    /** Least severity that goes out on this channel. */
    Alert.Severity floor();

    /**
     * Sends, or queues to send; must not wait for a receiver. Called by the intake thread in the order of the topic.
     *
     * @param done to be run exactly once, by any thread, when the alert was delivered or given up; never when the
     *     process ends before, so that it is delivered after the restart
     */
    void deliver(Alert alert, SendReason reason, Runnable done);
}
