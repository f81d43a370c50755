package io.plainsight.sensor.dtls;

import io.plainsight.events.ObservationCryptoBuilder;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ObservationDraft;

/**
 * Whether a DTLS handshake also made the keys for SRTP, and by which profile: RFC 5764, IANA registry "DTLS-SRTP Protection
 * Profiles". To DTLS 1.2 the server's choice is in clear; in 1.3 only the client's offer is.
 */
final class SrtpKeying {
    static final String SRTP = "srtp";

    private static final int NONE = -1;
    private static final int NULL_HMAC_SHA1_80 = 0x0005;
    private static final int NULL_HMAC_SHA1_32 = 0x0006;

    private boolean offered;
    private int profile = NONE;

    /** The client offered it. */
    void offer() {
        offered = true;
    }

    /** @param data the extension's data in a ServerHello: a list of one profile, and a key identifier */
    void choose(ByteCursor data) {
        data.u16();
        int chosen = data.u16();
        if (data.ok()) {
            profile = chosen;
        }
    }

    /** Whether media in the same flow are keyed by this handshake, once it is complete. */
    boolean isAgreed(boolean choiceHidden) {
        return profile != NONE || choiceHidden && offered;
    }

    void describe(boolean completed, ObservationDraft draft) {
        if (profile == NONE) {
            return;
        }
        draft.application = SRTP;
        draft.crypto = ObservationCryptoBuilder.builder()
                .encryption(name(profile))
                .established(completed)
                .build();
        boolean unencrypted = profile == NULL_HMAC_SHA1_80 || profile == NULL_HMAC_SHA1_32;
        if (completed && unencrypted) {
            if (draft.protection == Protection.PROTECTED) {
                draft.protection = Protection.WEAK;
                draft.reasons.removeIf(reason -> reason.rule().equals(Reasons.TLS_ACCEPTABLE));
            }
            draft.reason(
                    Reasons.CRYPTO_ALGORITHM_WEAK,
                    name(profile) + ": media are authenticated and not encrypted",
                    "RFC 3711 9.5",
                    "NCSC-P1",
                    "SEC09-BP02");
        }
    }

    private static String name(int profile) {
        return switch (profile) {
            case 0x0001 -> "SRTP_AES128_CM_HMAC_SHA1_80";
            case 0x0002 -> "SRTP_AES128_CM_HMAC_SHA1_32";
            case NULL_HMAC_SHA1_80 -> "SRTP_NULL_HMAC_SHA1_80";
            case NULL_HMAC_SHA1_32 -> "SRTP_NULL_HMAC_SHA1_32";
            case 0x0007 -> "SRTP_AEAD_AES_128_GCM";
            case 0x0008 -> "SRTP_AEAD_AES_256_GCM";
            case 0x0009 -> "DOUBLE_AEAD_AES_128_GCM_AEAD_AES_128_GCM";
            case 0x000a -> "DOUBLE_AEAD_AES_256_GCM_AEAD_AES_256_GCM";
            case 0x000b -> "SRTP_ARIA_128_CTR_HMAC_SHA1_80";
            case 0x000c -> "SRTP_ARIA_128_CTR_HMAC_SHA1_32";
            case 0x000d -> "SRTP_ARIA_256_CTR_HMAC_SHA1_80";
            case 0x000e -> "SRTP_ARIA_256_CTR_HMAC_SHA1_32";
            case 0x000f -> "SRTP_AEAD_ARIA_128_GCM";
            case 0x0010 -> "SRTP_AEAD_ARIA_256_GCM";
            default -> String.format("0x%04X", profile);
        };
    }
}
