package io.plainsight.sensor.ssh;

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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Follows an SSH connection to the NEWKEYS of both sides (RFC 4253 section 7.3), behind which everything is encrypted as was
 * agreed upon. What is said after that, the user's authentication above all, cannot be seen.
 *
 * <p><b>Threading:</b> one thread. <b>Lifetime:</b> one connection.
 */
final class SshDissector implements StreamDissector {
    private static final String VERSION_2 = "2.0";
    /** A server that speaks both, RFC 4253 section 5.1. */
    private static final String VERSION_1_99 = "1.99";

    private final SshStream[] streams = {new SshStream(), new SshStream()};
    private final SshKexInit[] offers = new SshKexInit[2];
    private final boolean[] newKeys = new boolean[2];
    private final ByteCursor payload = new ByteCursor();
    private final ByteCursor part = new ByteCursor();
    private SshNegotiation chosen;
    private int hostKeyBits;
    private int groupBits;
    private boolean keyExchanged;
    private boolean disconnected;
    private boolean incomplete;
    private boolean versionOne;
    private boolean notSsh;

    @Override
    public String protocol() {
        return SshSignature.PROTOCOL;
    }

    @Override
    public Progress onBytes(Side side, ByteCursor in, long timestampNs) {
        SshStream stream = streams[side.ordinal()];
        while (in.remaining() > 0 && !isOver() && !newKeys[side.ordinal()] && !stream.isLost()) {
            SshStream.Result result = stream.next(in, payload);
            if (result == SshStream.Result.INCOMPLETE) {
                return Progress.MORE;
            }
            if (result == SshStream.Result.MALFORMED) {
                onMalformed();
            } else if (result == SshStream.Result.PACKET) {
                onMessage(side, payload);
            } else {
                onIdentification();
            }
        }
        if (notSsh) {
            return Progress.NOT_MINE;
        }
        in.skip(in.remaining());
        return isOver() ? Progress.DONE : Progress.MORE;
    }

    @Override
    public void onGap(Side side, long timestampNs) {
        if (!newKeys[side.ordinal()]) {
            streams[side.ordinal()].gap();
            incomplete = true;
        }
    }

    /**
     * A banner grabbed and left is no failure; that it failed, a DISCONNECT during the key exchange says, or two offers that have
     * nothing in common, upon which OpenSSH hangs up without a word.
     */
    @Override
    public Progress onClose(Side side, CloseKind kind, long timestampNs) {
        return isOver() ? Progress.DONE : Progress.MORE;
    }

    @Override
    public void describe(ObservationDraft draft) {
        draft.protocol = SshSignature.PROTOCOL;
        draft.crypto = crypto();
        if (isCompleted()) {
            draft.action = Actions.HANDSHAKE_COMPLETED;
            draft.outcome = "success";
            SshJudge.judge(chosen, hostKeyBits, groupBits, draft);
        } else if (versionOne) {
            draft.action = Actions.HANDSHAKE_COMPLETED;
            draft.protection = Protection.WEAK;
            draft.reason(
                    Reasons.CRYPTO_ALGORITHM_WEAK, "SSH protocol version 1", "RFC 4251 9.3", "NCSC-P1", "SEC09-BP02");
        } else if (disconnected || isWithoutCommonAlgorithm()) {
            draft.action = Actions.HANDSHAKE_FAILED;
            draft.outcome = "failure";
            draft.reason(Reasons.CRYPTO_NEGOTIATION_FAILED, "the key exchange failed, nothing was protected");
        } else {
            draft.reason(Reasons.CRYPTO_NEGOTIATION_INCOMPLETE, "the key exchange was not seen to its end");
        }
    }

    private void onIdentification() {
        String client = version(Side.CLIENT);
        String server = version(Side.SERVER);
        if (client == null || server == null) {
            return;
        }
        // each end's packets are of version 1 from here on when either end can do nothing else
        versionOne = client.startsWith("1.") && !client.equals(VERSION_1_99)
                || server.startsWith("1.") && !server.equals(VERSION_1_99);
    }

    /** Before any packet it may be another protocol that greets alike; later, packets were lost or it is version 1. */
    private void onMalformed() {
        notSsh = offers[0] == null && offers[1] == null && version(Side.CLIENT) == null;
        incomplete = true;
        streams[0].gap();
        streams[1].gap();
    }

    private void onMessage(Side side, ByteCursor message) {
        switch (message.u8()) {
            case SshMessage.KEXINIT -> {
                offers[side.ordinal()] = SshKexInit.parse(message);
                if (offers[0] != null && offers[1] != null) {
                    chosen = SshNegotiation.of(offers[Side.CLIENT.ordinal()], offers[Side.SERVER.ordinal()]);
                }
            }
            case SshMessage.KEX_31 -> {
                if (side == Side.SERVER && isGroupExchange()) {
                    groupBits = SshHostKey.string(message, part) ? SshHostKey.integerBits(part) : 0;
                } else if (side == Side.SERVER) {
                    onReply(message);
                }
            }
            case SshMessage.KEX_DH_GEX_REPLY -> {
                if (side == Side.SERVER) {
                    onReply(message);
                }
            }
            case SshMessage.NEWKEYS -> newKeys[side.ordinal()] = true;
            case SshMessage.DISCONNECT -> disconnected = offers[0] != null || offers[1] != null;
            default -> {
                // the client's public values and debug messages say nothing about protection
            }
        }
    }

    private void onReply(ByteCursor message) {
        keyExchanged = true;
        hostKeyBits = SshHostKey.bits(message);
    }

    private boolean isGroupExchange() {
        return chosen != null && chosen.keyExchange() != null && SshAlgorithms.isGroupExchange(chosen.keyExchange());
    }

    private boolean isWithoutCommonAlgorithm() {
        return chosen != null && !chosen.isComplete();
    }

    private boolean isCompleted() {
        return newKeys[0] && newKeys[1] && keyExchanged && !incomplete && chosen != null && chosen.isComplete();
    }

    private boolean isOver() {
        return isCompleted()
                || versionOne
                || disconnected
                || notSsh
                || isWithoutCommonAlgorithm()
                || newKeys[0] && newKeys[1];
    }

    /** {@code 2.0} of {@code SSH-2.0-OpenSSH_9.2}; null before the identification. */
    private String version(Side side) {
        String text = streams[side.ordinal()].identification();
        int end = text == null ? -1 : text.indexOf('-', SshSignature.PREFIX.length());
        return end < 0 ? null : text.substring(SshSignature.PREFIX.length(), end);
    }

    /** What stands behind the version: software, and comments if there are any. */
    private String software(Side side) {
        String text = streams[side.ordinal()].identification();
        int end = text == null ? -1 : text.indexOf('-', SshSignature.PREFIX.length());
        return end < 0 || end + 1 == text.length() ? null : text.substring(end + 1);
    }

    private Observation.Crypto crypto() {
        String client = version(Side.CLIENT);
        String server = version(Side.SERVER);
        String version = client == null ? server : client;
        String keyExchange = chosen == null ? null : chosen.keyExchange();
        return new Observation.Crypto(
                VERSION_1_99.equals(version) ? VERSION_2 : version,
                keyExchange,
                chosen == null ? null : chosen.hostKey(),
                chosen == null ? null : chosen.encryption(),
                chosen == null ? null : chosen.integrity(),
                keyExchange == null ? null : SshAlgorithms.isPostQuantum(keyExchange),
                keyExchange == null ? null : SshAlgorithms.isForwardSecret(keyExchange),
                isCompleted(),
                software(Side.CLIENT),
                software(Side.SERVER),
                offered());
    }

    private Map<String, List<String>> offered() {
        Map<String, List<String>> offered = new TreeMap<>();
        for (Side side : Side.values()) {
            SshKexInit offer = offers[side.ordinal()];
            if (offer != null) {
                String prefix = side == Side.CLIENT ? "client_" : "server_";
                offered.put(prefix + "key_exchange", offer.keyExchange());
                offered.put(prefix + "authentication", offer.hostKey());
                boolean client = side == Side.CLIENT;
                offered.put(prefix + "encryption", client ? offer.encryptionToServer() : offer.encryptionToClient());
                offered.put(prefix + "integrity", client ? offer.macToServer() : offer.macToClient());
            }
        }
        return offered.isEmpty() ? null : offered;
    }
}
