package io.plainsight.stream.witness;

/** A way in which packets and flow logs disagree; the causes of {@code witness-conflict}. The order is stored. */
enum Conflict {
    STATED_ENCRYPTED("stated-encrypted"),
    STATED_UNENCRYPTED("stated-unencrypted"),
    REJECTED_ESTABLISHED("rejected-established"),
    BYTES("bytes");

    private final String cause;

    Conflict(String cause) {
        this.cause = cause;
    }

    String cause() {
        return cause;
    }

    int bit() {
        return 1 << ordinal();
    }
}
