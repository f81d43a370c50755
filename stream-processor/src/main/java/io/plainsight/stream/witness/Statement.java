package io.plainsight.stream.witness;

import io.plainsight.events.Observation;
import java.util.Locale;

/**
 * What a provider states about encryption in a flow-log record. AWS: {@code encryption-status}, "Enforce VPC encryption in
 * transit", Amazon VPC User Guide; Azure: flow encryption, "Virtual network flow logs", Azure Network Watcher.
 */
public enum Statement {
    /** Nothing, or it does not know. */
    UNSTATED,
    /** It knows of no encryption, which does not prove clear text. */
    NONE,
    /** Its network encrypts; the application may speak in clear. */
    NETWORK,
    /** It takes the application to encrypt, without having looked at packets. */
    APPLICATION,
    /** Both. */
    BOTH;

    /** What a record of a flow log states. */
    public static Statement of(Observation record) {
        Observation.Flow flow =
                record.plainsight() == null ? null : record.plainsight().flow();
        String status = flow == null ? null : flow.encryptionStatus();
        if (status == null) {
            return UNSTATED;
        }
        return switch (status) {
            case "0" -> NONE;
            case "1", "X" -> NETWORK;
            case "2" -> APPLICATION;
            case "3" -> BOTH;
            default -> status.startsWith("NX") ? NONE : UNSTATED;
        };
    }

    boolean saysApplication() {
        return this == APPLICATION || this == BOTH;
    }

    boolean saysNetwork() {
        return this == NETWORK || this == BOTH;
    }

    /** As figures and alerts name it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
