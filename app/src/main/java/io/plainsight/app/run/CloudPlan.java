package io.plainsight.app.run;

import io.plainsight.sensor.flowlog.push.PushSettings;
import io.plainsight.sensor.flowlog.s3.S3Plan;

/**
 * Flow logs that do not come from files.
 *
 * @param objects where to look for objects; null for nowhere
 * @param once whether objects are read once and not followed
 * @param push how to receive; null for not at all
 */
public record CloudPlan(S3Plan objects, boolean once, PushSettings push) {
    /** Nothing. */
    public static final CloudPlan NONE = new CloudPlan(null, false, null);

    /** Whether it has no end by itself. */
    public boolean isLive() {
        return push != null || followsObjects();
    }

    public boolean takesFlowRecords() {
        return objects != null || push != null;
    }

    public boolean readsOnce() {
        return objects != null && once;
    }

    public boolean followsObjects() {
        return objects != null && !once;
    }
}
