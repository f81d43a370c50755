package io.plainsight.stream.detection.handshakefailure.cause;

/**
 * What became of one handshake that failed.
 *
 * @param rejecter who broke it off
 * @param fault where the fault probably lies
 * @param confidence 0 to 1: 0.95 and more where an alert states it, less where it is inferred, less again under loss
 * @param inferred whether it was concluded from sizes, order and silence, and not stated by an alert
 */
public record Failure(FailureCause cause, Party rejecter, Party fault, double confidence, boolean inferred) {
    /** What happened, in one phrase: {@code server-certificate-expired (rejected by the client)}. */
    public String text() {
        return rejecter == Party.UNKNOWN ? cause.id() : cause.id() + " (rejected by the " + rejecter.text() + ")";
    }
}
