package io.plainsight.sensor.rdp;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;

/**
 * RDP ([MS-RDPBCGR] 2.2.1, 5.3). TLS, with or without CredSSP inside, is judged as TLS. Standard security is weak whatever
 * its method: RC4 with 40, 56 or 128 bits or Triple DES, no forward secrecy, and a server that is not authenticated, since
 * the key that signs its certificate is published in the specification. Without encryption, or with the level that leaves
 * the screen in clear, it is plaintext.
 */
public final class RdpDissector implements StreamDissector {
    private final RdpNegotiation negotiation = new RdpNegotiation();

    @Override
    public String protocol() {
        return RdpSignature.RDP;
    }

    @Override
    public Progress onBytes(Side side, ByteCursor in, long timestampNs) {
        return negotiation.onBytes(side, in, timestampNs);
    }

    @Override
    public void onGap(Side side, long timestampNs) {
        negotiation.onGap(side, timestampNs);
    }

    @Override
    public Progress onClose(Side side, CloseKind kind, long timestampNs) {
        return negotiation.onClose(side, kind, timestampNs);
    }

    @Override
    public void describe(ObservationDraft draft) {
        negotiation.describe(draft);
        if (negotiation.hasFailed()) {
            draft.reason(
                    Reasons.CRYPTO_NEGOTIATION_FAILED, "the server refused the security that the client asked for");
        }
        String cipher = cipher(negotiation.method());
        if (cipher == null) {
            return;
        }
        draft.crypto = new Observation.Crypto(
                "standard",
                "RSA",
                "none",
                cipher,
                null,
                false,
                false,
                negotiation.areKeysExchanged(),
                null,
                null,
                null);
        if (draft.protection == Protection.PLAINTEXT) {
            draft.reason(
                    Reasons.CRYPTO_ALGORITHM_WEAK,
                    "RDP standard security encrypts only what the client sends",
                    "MS-RDPBCGR 5.3.1");
        } else if (negotiation.areKeysExchanged()) {
            draft.protection = Protection.WEAK;
            draft.action = Actions.HANDSHAKE_COMPLETED;
            draft.outcome = "success";
            draft.reason(
                    Reasons.CRYPTO_ALGORITHM_WEAK,
                    "RDP standard security with " + cipher + ", the server is not authenticated",
                    "MS-RDPBCGR 5.3",
                    "NCSC-P1",
                    "SEC09-BP02");
        } else {
            draft.reason(
                    Reasons.CRYPTO_NEGOTIATION_INCOMPLETE,
                    "the server chose " + cipher + ", the keys were not seen to pass");
        }
    }

    private static String cipher(int method) {
        return switch (method) {
            case RdpSecurity.METHOD_40_BIT -> "RC4-40";
            case RdpSecurity.METHOD_56_BIT -> "RC4-56";
            case RdpSecurity.METHOD_128_BIT -> "RC4-128";
            case RdpSecurity.METHOD_FIPS -> "3DES-CBC";
            default -> null;
        };
    }
}
