package io.plainsight.app.run;

import io.plainsight.sensor.flowlog.push.PushSettings;
import io.plainsight.sensor.flowlog.s3.QueuePlan;
import io.plainsight.sensor.flowlog.s3.S3Plan;

/**
 * Flow logs that do not come from files.
 *
 * @param objects where to look for objects; null for nowhere
 * @param once whether objects are read once and not followed
 * @param queue which queue to read; null for none
 * @param push how to receive; null for not at all
 */
public record CloudPlan(S3Plan objects, boolean once, QueuePlan queue, PushSettings push) {
    /** Nothing. */
    public static final CloudPlan NONE = new CloudPlan(null, false, null, null);

    /** Whether it has no end by itself. */
    public boolean isLive() {
        return push != null || queue != null || followsObjects();
    }

    public boolean takesFlowRecords() {
        return objects != null || queue != null || push != null;
    }

    public boolean readsOnce() {
        return objects != null && once;
    }

    public boolean followsObjects() {
        return objects != null && !once;
    }
}
