package io.plainsight.sensor.ike;

import io.plainsight.sensor.buffer.ByteCursor;
import java.util.concurrent.TimeUnit;

/**
 * Infers from kinds, directions and lengths of encrypted messages whether an association came about. That algorithms were agreed
 * upon says nothing of it: who cannot prove who he is gets his refusal encrypted, as he would get the consent.
 *
 * <p>The argument, for version 2 (RFC 7296 sections 1.2 and 2.21.2). The responder's last answer of IKE_AUTH holds its identity and
 * proof, or a notification that is shorter than these can be. An initiator that does not accept the proof says so in an
 * INFORMATIONAL exchange of its own right behind, and the association is gone. So what goes on after that shows
 * that it came about: another request, an answer to the responder's, ESP from the initiator. Where nothing follows, as
 * beside ESP of its own protocol, the proof must do. In version 1 a refusal is an informational message (RFC 2408 section 4.8), while
 * proofs are parts of the main mode and everything later belongs to phase 2.
 *
 * <p>Not seen: an initiator that leaves without a word after the responder's proof.
 *
 * <p><b>Memory:</b> a few numbers, one instance for each association.
 */
final class IkeCompletion {
    /** An identity of 4 bytes and a proof of 16, each behind the 8 bytes of its header. RFC 7296 sections 3.5 and 3.8. */
    static final int SHORTEST_PROOF = 28 + 8;
    /** A notification without SPI and data. RFC 7296 section 3.10. */
    static final int SHORTEST_NOTIFICATION = 8;
    /** The initiator checks the proof at once. An association of less is given up, whatever for. */
    static final long CHECKED_NS = TimeUnit.SECONDS.toNanos(5);

    private static final int ENCRYPTED_HEADER_LENGTH = 4;
    private static final int PADDING_LENGTH_FIELD = 1;
    private static final int FIRST_AUTH_ID = 1;

    private boolean asked;
    /** The latest answer, whatever it said. */
    private boolean heard;
    /** The latest answer can be a proof. */
    private boolean answered;

    private boolean doubted;
    private boolean proved;
    private long authId = FIRST_AUTH_ID;
    private long answeredNs;

    /**
     * Whether it came about.
     *
     * @param over whether nothing more can follow
     */
    boolean isComplete(boolean over) {
        return !isRefused() && (proved || over && asked && answered && !doubted);
    }

    /** Whether the initiator was told no, in so few bytes that they cannot be a proof. */
    boolean isRefused() {
        return heard && !answered;
    }

    /** Whether the initiator ended it right after the responder's proof. */
    boolean isDoubted() {
        return doubted;
    }

    void onEsp(boolean fromInitiator) {
        proved |= fromInitiator && answered;
    }

    /** An encrypted message of version 2; {@code in} stands on its header. */
    void onMessage(ByteCursor in, IkeOffer chosen, long timestampNs) {
        boolean response = IkeHeader.isResponse(in);
        long id = IkeHeader.messageId(in);
        switch (IkeHeader.exchange(in)) {
            case IkeHeader.IKE_AUTH -> {
                if (!response) {
                    asked = true;
                } else if (id >= authId) {
                    // EAP has several rounds, of which the last tells
                    boolean again = id == authId && answered;
                    answered = again
                            || IkeHeader.nextPayload(in) == IkeHeader.FRAGMENT
                            || content(in, chosen) >= SHORTEST_PROOF;
                    heard = true;
                    authId = id;
                    answeredNs = timestampNs;
                }
            }
            case IkeHeader.CREATE_CHILD_SA -> proved |= IkeHeader.isFromInitiator(in);
            case IkeHeader.INFORMATIONAL -> {
                if (IkeHeader.isFromInitiator(in)) {
                    onInformation(
                            response || id > authId + 1 || content(in, chosen) < SHORTEST_NOTIFICATION, timestampNs);
                }
            }
            default -> {
                // before the proofs, or none of these ends' business
            }
        }
    }

    /** An encrypted message of version 1, by the end that began the association or the other. */
    void onMessageOfVersion1(boolean fromInitiator, int exchange, long timestampNs) {
        if (exchange == IkeHeader.INFORMATIONAL_1) {
            if (fromInitiator && answered) {
                onInformation(false, timestampNs);
            }
            return;
        }
        asked |= fromInitiator;
        if (!fromInitiator) {
            heard = true;
            answered = true;
            answeredNs = timestampNs;
        }
        proved |= exchange == IkeHeader.QUICK_MODE && asked && answered;
    }

    /** @param living whether only an association that came about has such a message */
    private void onInformation(boolean living, long timestampNs) {
        boolean late = answered && timestampNs - answeredNs > CHECKED_NS;
        if (living || late) {
            proved = true;
        } else {
            doubted = true;
        }
    }

    /** The most that its content can be, in bytes; padding may be a part of it. */
    private static long content(ByteCursor in, IkeOffer chosen) {
        int overhead = chosen == null
                ? IkeTransforms.overhead(IkeOffer.ABSENT, IkeOffer.ABSENT)
                : IkeTransforms.overhead(chosen.encryption, chosen.integrity);
        return IkeHeader.length(in) - IkeHeader.LENGTH - ENCRYPTED_HEADER_LENGTH - overhead - PADDING_LENGTH_FIELD;
    }
}
