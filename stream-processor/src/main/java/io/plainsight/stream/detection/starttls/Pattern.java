package io.plainsight.stream.detection.starttls;

import java.util.Locale;

/** How an upgrade to TLS can fail to happen, by the rows of {@code docs/detections/starttls-stripped.md}. */
enum Pattern {
    /** Filler stands where the offer, or the request, was. */
    OFFER_OVERWRITTEN(1),
    /** The service offered before and does so to nobody any more. */
    OFFER_VANISHED(1),
    /** The service offers to others at the same time. */
    OFFER_WITHHELD(1),
    /** The server demands TLS and does not offer it. */
    OFFER_MISSING_THOUGH_REQUIRED(1),
    /** Offered, not asked for, and on in clear. */
    OFFER_NOT_TAKEN(2),
    REFUSED_THEN_CLEAR(3),
    ACCEPTED_THEN_CLEAR(4),
    /** Clear bytes between the request and the start of TLS, which an end may take for protected ones (CVE-2011-0411). */
    CLEAR_BYTES_INJECTED(5),
    /** Offered on one path and not on another. */
    OFFER_DIFFERS_BY_PATH(6),
    /** TLS with a certificate that proves nothing, and the session goes on. */
    CERTIFICATE_INVALID(7);

    private final int row;

    Pattern(int row) {
        this.row = row;
    }

    /** {@code P1} to {@code P7}. */
    String row() {
        return "P" + row;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Injected bytes and bad certificates are other faults than an upgrade that did not happen, and alerts of their own. */
    String cause(String protocol) {
        return switch (this) {
            case CLEAR_BYTES_INJECTED -> protocol + "/pipelined";
            case CERTIFICATE_INVALID -> protocol + "/certificate";
            default -> protocol;
        };
    }
}
