package io.plainsight.alerting.deliver;

/** Why a change of an alert was sent or was not. The text is logged, counted and given to receivers. */
public enum SendReason {
    FIRST("first notification", true),
    SEVERITY_RAISED("severity raised", true),
    RESOLVED("resolved", true),
    REOPENED("reopened", true),
    UPDATE_ONLY("update only: not sent", false),
    SEVERITY_LOWERED("severity lowered: not sent", false),
    BELOW_FLOOR("severity below the channel's: not sent", false);

    private final String text;
    private final boolean sent;

    SendReason(String text, boolean sent) {
        this.text = text;
        this.sent = sent;
    }

    public String text() {
        return text;
    }

    /** Whether the change goes out. */
    public boolean sent() {
        return sent;
    }
}
