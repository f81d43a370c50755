package io.plainsight.alerting.deliver;

import io.plainsight.events.Alert;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decides for one channel whether a change of an alert is news: what was sent under the same id, with the same status
 * and a severity at least as high, is not.
 *
 * <p><b>Threading:</b> the intake thread only. <b>Bounds:</b> remembers the {@code capacity} ids decided on last; an
 * alert that changes after its id was forgotten is sent once more.
 */
public final class Dedup {
    private final Alert.Severity floor;
    private final Map<String, Sent> sent;

    /**
     * @param floor least severity that is sent; an alert that was sent before is followed below it, so that its receiver
     *     learns of its end
     * @param capacity ids to remember, at least 1
     */
    public Dedup(Alert.Severity floor, int capacity) {
        this.floor = floor;
        this.sent = new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Sent> eldest) {
                return size() > capacity;
            }
        };
    }

    /** Judges {@code alert} against what came before, and remembers it. */
    public SendReason decide(Alert alert) {
        String id = alert.detail().id();
        Alert.Severity severity = alert.detail().severity();
        Alert.Status status = alert.detail().status();
        Sent before = sent.get(id);
        if (before == null) {
            if (!severity.atLeast(floor)) {
                return SendReason.BELOW_FLOOR;
            }
            sent.put(id, new Sent(status, severity));
            return SendReason.FIRST;
        }
        Alert.Severity highest = before.severity().atLeast(severity) ? before.severity() : severity;
        sent.put(id, new Sent(status, highest));
        if (status != before.status()) {
            return status == Alert.Status.RESOLVED ? SendReason.RESOLVED : SendReason.REOPENED;
        }
        if (severity == before.severity()) {
            return SendReason.UPDATE_ONLY;
        }
        return highest == severity ? SendReason.SEVERITY_RAISED : SendReason.SEVERITY_LOWERED;
    }

    private record Sent(Alert.Status status, Alert.Severity severity) {}
}
