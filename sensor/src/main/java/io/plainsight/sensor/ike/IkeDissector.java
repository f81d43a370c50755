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
 * Follows IKE from the first exchange, which is in clear, to those behind it, which are not: an answer with a choice, and what
 * {@link IkeCompletion} infers from the encrypted messages, make a security association. Gateways keep their ports, so one
 * connection may hold several associations, of which the weakest is judged.
 *
 * <p><b>Threading:</b> one thread. <b>Lifetime:</b> one connection.
 */
final class IkeDissector implements DatagramDissector {
    private static final int FLAG_ENCRYPTED_1 = 0x01;
    private static final int MIN_ESP_SPI = 256;
    /** Notifications up to here are errors, RFC 7296 section 3.10.1; version 1 has the same ones up to 30. */
    private static final int LAST_ERROR = 16_383;
    /** The initiator tries again with the group or cookie that the responder asks for. */
    private static final int INVALID_KE_PAYLOAD = 17;

    private record Told(boolean complete, boolean weak, boolean esp) {}

    private final IkeAssociations associations;
    private final IkePayloads payloads = new IkePayloads();
    private final boolean[] encrypted = new boolean[2];
    private Side initiator;
    private IkeOffer offered;
    private boolean seen;
    private boolean esp;
    private boolean over;
    /** What the latest observation said that was asked for. */
    private Told told;

    /** What came about before the present association; the weakest of them, or null. */
    private IkeChoice earlier;

    private long initiatorSpi;
    private IkeOffer chosen;
    private boolean versionTwo;
    private boolean aggressive;
    private boolean failed;
    private IkeCompletion completion = new IkeCompletion();

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
            onOther(side, in, wireLength);
            return seen ? Progress.MORE : Progress.NOT_MINE;
        }
        seen = true;
        if (isOfAnother(side, in)) {
            begin(in);
        }
        if (IkeHeader.spis(in).initiator() != initiatorSpi) {
            return Progress.MORE; // of an earlier association, which lives on for a while
        }
        if (isInClear(in)) {
            onClear(side, in);
        } else {
            onEncrypted(side, in, timestampNs);
        }
        return tell();
    }

    @Override
    public Progress onClose(CloseKind kind, long timestampNs) {
        over = true;
        return tell();
    }

    /** A refused proposal may be followed by one that is taken, and what came about by something weaker. */
    private Progress tell() {
        IkeChoice standing = standing();
        if (standing == null && (!failed || told != null)) {
            return Progress.MORE;
        }
        Told now = new Told(
                standing != null, standing != null && !standing.weaknesses().isEmpty(), esp);
        if (now.equals(told)) {
            return Progress.MORE;
        }
        told = now;
        return Progress.DECIDED;
    }

    @Override
    public void describe(ObservationDraft draft) {
        draft.protocol = IkeSignature.PROTOCOL;
        draft.crypto = crypto();
        IkeChoice standing = standing();
        if (standing != null) {
            draft.action = Actions.HANDSHAKE_COMPLETED;
            draft.outcome = "success";
            IkeJudge.judge(standing, esp, draft);
        } else if (failed) {
            draft.action = Actions.HANDSHAKE_FAILED;
            draft.outcome = "failure";
            draft.reason(Reasons.CRYPTO_NEGOTIATION_FAILED, "the responder refused what was proposed");
        } else if (chosen == null && encrypted[0] && encrypted[1]) {
            draft.reason(
                    Reasons.CRYPTO_NEGOTIATION_INCOMPLETE,
                    "an IKE security association that was agreed upon before, or over other ports");
        } else if (chosen != null && completion.isRefused()) {
            draft.reason(
                    Reasons.CRYPTO_NEGOTIATION_INCOMPLETE,
                    "IKE algorithms were agreed upon, but the responder's last answer is too short for a proof of who it is:"
                            + " most likely a refusal, whose reason is encrypted");
        } else if (chosen != null && completion.isDoubted()) {
            draft.reason(
                    Reasons.CRYPTO_NEGOTIATION_INCOMPLETE,
                    "IKE algorithms were agreed upon, but the initiator refused the responder's proof or gave up right after it,"
                            + " which is encrypted");
        } else if (chosen != null) {
            draft.reason(
                    Reasons.CRYPTO_NEGOTIATION_INCOMPLETE,
                    "IKE algorithms were agreed upon here, and used over other ports or not at all");
        } else {
            draft.reason(Reasons.CRYPTO_NEGOTIATION_INCOMPLETE, "the IKE exchange was not seen to its end");
        }
    }

    /** ESP shares the ports of NAT traversal; anything else is a keep-alive or a stray datagram. */
    private void onOther(Side side, ByteCursor in, int wireLength) {
        boolean data = seen && wireLength > IkeHeader.LENGTH && in.remaining() >= 4 && in.u32() >= MIN_ESP_SPI;
        esp |= data;
        if (data) {
            completion.onEsp(side == initiator);
        }
    }

    private void onEncrypted(Side side, ByteCursor in, long timestampNs) {
        encrypted[side.ordinal()] = true;
        chosen = chosen == null ? associations.get(IkeHeader.spis(in)) : chosen;
        if (versionTwo) {
            initiator = IkeHeader.isFromInitiator(in) ? side : side.other();
            completion.onMessage(in, chosen, timestampNs);
        } else {
            initiator = initiator == null ? Side.CLIENT : initiator;
            completion.onMessageOfVersion1(side == initiator, IkeHeader.exchange(in), timestampNs);
        }
    }

    /** Whether an association begins with this message, or the first that is known here goes on. */
    private boolean isOfAnother(Side side, ByteCursor in) {
        boolean two = IkeHeader.version(in) == IkeHeader.VERSION_2;
        IkeAssociations.Spis spis = IkeHeader.spis(in);
        if (spis.initiator() == initiatorSpi) {
            return false;
        }
        return initiatorSpi == 0
                || IkeHeader.isFirst(in) && !(two ? IkeHeader.isResponse(in) : isResponseOfVersion1(side, in))
                || chosen == null && associations.get(spis) != null;
    }

    private void begin(ByteCursor in) {
        over = true;
        earlier = standing();
        over = false;
        initiatorSpi = IkeHeader.spis(in).initiator();
        versionTwo = IkeHeader.version(in) == IkeHeader.VERSION_2;
        chosen = null;
        aggressive = false;
        encrypted[0] = false;
        encrypted[1] = false;
        completion = new IkeCompletion();
    }

    private boolean isInClear(ByteCursor in) {
        return versionTwo
                ? IkeHeader.exchange(in) == IkeHeader.IKE_SA_INIT
                : (IkeHeader.flags(in) & FLAG_ENCRYPTED_1) == 0;
    }

    private void onClear(Side side, ByteCursor in) {
        boolean first = IkeHeader.isFirst(in);
        boolean response = versionTwo ? IkeHeader.isResponse(in) : isResponseOfVersion1(side, in);
        IkeAssociations.Spis spis = IkeHeader.spis(in);
        aggressive |= !versionTwo && IkeHeader.exchange(in) == IkeHeader.AGGRESSIVE_MODE;
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

    /** Version 1 does not say so itself; only a refusal may leave the responder's SPI at zero, as the first message does. */
    private boolean isResponseOfVersion1(Side side, ByteCursor in) {
        boolean begins = IkeHeader.isFirst(in) && IkeHeader.exchange(in) != IkeHeader.INFORMATIONAL_1;
        return !begins && side != (initiator == null ? Side.CLIENT : initiator);
    }

    /** The weakest association that came about; null before the first. */
    private IkeChoice standing() {
        boolean established = chosen != null
                && chosen.encryption != IkeOffer.ABSENT
                && encrypted[0]
                && encrypted[1]
                && completion.isComplete(over);
        if (!established) {
            return earlier;
        }
        IkeChoice present = new IkeChoice(chosen, versionTwo, aggressive);
        return earlier != null && !earlier.weaknesses().isEmpty() ? earlier : present;
    }

    private Observation.Crypto crypto() {
        IkeChoice standing = standing();
        IkeChoice choice = standing == null ? new IkeChoice(chosen, versionTwo, aggressive) : standing;
        IkeOffer named = choice.algorithms();
        if (named == null) {
            return new Observation.Crypto(
                    choice.version(), null, null, null, null, null, null, false, null, null, offers());
        }
        boolean implicit = IkeTransforms.authenticatesItself(named.encryption);
        return new Observation.Crypto(
                choice.version(),
                named.keyExchange(),
                null,
                first(named.encryptions),
                implicit ? "implicit" : first(named.integrities),
                named.isPostQuantum(),
                true,
                standing != null,
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
