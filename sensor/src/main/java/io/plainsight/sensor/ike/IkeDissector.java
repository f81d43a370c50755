package io.plainsight.sensor.ike;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Follows IKE from the first exchange, which is in clear, to the one behind it, which is not: an answer with a choice, and an
 * encrypted message of each end, make a security association.
 *
 * <p><b>Threading:</b> one thread. <b>Lifetime:</b> one connection.
 */
final class IkeDissector implements DatagramDissector {
    private static final int FLAG_ENCRYPTED_1 = 0x01;
    private static final int FLAG_RESPONSE_2 = 0x20;
    private static final int MIN_ESP_SPI = 256;
    /** Notifications up to here are errors, RFC 7296 section 3.10.1; version 1 has the same ones up to 30. */
    private static final int LAST_ERROR = 16_383;
    /** The initiator tries again with the group or cookie that the responder asks for. */
    private static final int INVALID_KE_PAYLOAD = 17;

    private final IkeAssociations associations;
    private final IkePayloads payloads = new IkePayloads();
    private final boolean[] encrypted = new boolean[2];
    private Side initiator;
    private IkeOffer offered;
    private IkeOffer chosen;
    private boolean versionTwo;
    private boolean seen;
    private boolean aggressive;
    private boolean esp;
    private boolean failed;
    private boolean told;

    IkeDissector(IkeAssociations associations) {
        this.associations = associations;
    }

    @Override
    public String protocol() {
        return IkeSignature.PROTOCOL;
    }

    @Override
    public Progress onDatagram(Side side, ByteCursor in, int wireLength, long timestampNs) {
        if (!IkeHeader.find(in, wireLength)) {
            onOther(in, wireLength);
            return seen ? Progress.MORE : Progress.NOT_MINE;
        }
        seen = true;
        versionTwo = IkeHeader.version(in) == IkeHeader.VERSION_2;
        if (isInClear(in)) {
            onClear(side, in);
        } else {
            encrypted[side.ordinal()] = true;
            chosen = chosen == null ? associations.get(IkeHeader.spis(in)) : chosen;
        }
        if (!told && (isEstablished() || failed)) {
            told = true;
            return Progress.DECIDED;
        }
        return Progress.MORE;
    }

    @Override
    public Progress onClose(CloseKind kind, long timestampNs) {
        return Progress.MORE;
    }

    @Override
    public void describe(ObservationDraft draft) {
        draft.protocol = IkeSignature.PROTOCOL;
        draft.crypto = crypto();
        if (isEstablished()) {
            draft.action = Actions.HANDSHAKE_COMPLETED;
            draft.outcome = "success";
            IkeJudge.judge(chosen, versionTwo, aggressive, esp, draft);
        } else if (failed) {
            draft.action = Actions.HANDSHAKE_FAILED;
            draft.outcome = "failure";
            draft.reason(Reasons.CRYPTO_NEGOTIATION_FAILED, "the responder refused what was proposed");
        } else if (chosen == null && encrypted[0] && encrypted[1]) {
            draft.reason(
                    Reasons.CRYPTO_NEGOTIATION_INCOMPLETE,
                    "an IKE security association that was agreed upon before, or over other ports");
        } else if (chosen != null) {
            draft.reason(
                    Reasons.CRYPTO_NEGOTIATION_INCOMPLETE,
                    "IKE algorithms were agreed upon here, and used over other ports or not at all");
        } else {
            draft.reason(Reasons.CRYPTO_NEGOTIATION_INCOMPLETE, "the IKE exchange was not seen to its end");
        }
    }

    /** ESP shares the ports of NAT traversal; anything else is a keep-alive or a stray datagram. */
    private void onOther(ByteCursor in, int wireLength) {
        esp |= seen && wireLength > IkeHeader.LENGTH && in.remaining() >= 4 && in.u32() >= MIN_ESP_SPI;
    }

    private boolean isInClear(ByteCursor in) {
        return versionTwo
                ? IkeHeader.exchange(in) == IkeHeader.IKE_SA_INIT
                : (IkeHeader.flags(in) & FLAG_ENCRYPTED_1) == 0;
    }

    private void onClear(Side side, ByteCursor in) {
        boolean first = IkeHeader.isFirst(in);
        boolean response = versionTwo ? (IkeHeader.flags(in) & FLAG_RESPONSE_2) != 0 : side != initiator;
        aggressive |= !versionTwo && IkeHeader.exchange(in) == IkeHeader.AGGRESSIVE_MODE;
        IkeAssociations.Spis spis = IkeHeader.spis(in);
        payloads.read(in, versionTwo);
        if (first && !response || initiator == null) {
            initiator = response ? side.other() : side;
        }
        if (side == initiator && payloads.offer() != null) {
            offered = payloads.offer();
        } else if (side != initiator && payloads.offer() != null && chosen == null) {
            chosen = payloads.offer();
            failed = false;
            associations.put(spis, chosen);
        } else if (side != initiator && payloads.offer() == null) {
            int notification = payloads.notification();
            failed |= chosen == null
                    && notification > 0
                    && notification <= LAST_ERROR
                    && notification != INVALID_KE_PAYLOAD;
        }
    }

    private boolean isEstablished() {
        return chosen != null && chosen.encryption != IkeOffer.ABSENT && encrypted[0] && encrypted[1];
    }

    private Observation.Crypto crypto() {
        String version = versionTwo ? "IKEv2" : "IKEv1";
        if (chosen == null) {
            return new Observation.Crypto(version, null, null, null, null, null, null, false, null, null, offers());
        }
        boolean implicit = IkeTransforms.authenticatesItself(chosen.encryption);
        return new Observation.Crypto(
                version,
                chosen.keyExchange(),
                null,
                first(chosen.encryptions),
                implicit ? "implicit" : first(chosen.integrities),
                chosen.isPostQuantum(),
                true,
                isEstablished(),
                null,
                null,
                offers());
    }

    private Map<String, List<String>> offers() {
        if (offered == null) {
            return null;
        }
        Map<String, List<String>> offers = new TreeMap<>();
        offers.put("client_encryption", List.copyOf(offered.encryptions));
        offers.put("client_integrity", List.copyOf(offered.integrities));
        offers.put("client_key_exchange", List.copyOf(offered.keyExchanges));
        offers.values().removeIf(List::isEmpty);
        return offers;
    }

    private static String first(Iterable<String> names) {
        for (String name : names) {
            return name;
        }
        return null;
    }
}
