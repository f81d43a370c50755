package io.plainsight.sensor.media;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dtls.DtlsDissector;
import io.plainsight.sensor.dtls.DtlsSignature;
import io.plainsight.sensor.text.Credentials;

/**
 * Takes apart what shares a port by the first byte of each datagram, RFC 7983 section 7, also inside TURN's relayed data:
 *
 * <pre>
 *    0..3     STUN                 64..79    TURN channel
 *   20..63    DTLS                128..191   RTP, RTCP, SRTP, SRTCP
 * </pre>
 *
 * DTLS decides where there is any; media that it does not key are judged by themselves.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> per connection; nothing per datagram. <b>Bounds:</b>
 * {@value #MAX_MEDIA} datagrams of media are looked into, {@value #MAX_UNCONFIRMED} while nothing is sure.
 */
final class MediaDissector implements DatagramDissector {
    static final String STUN = "stun";
    /** In {@code network.application}: DTLS between peers of ICE that keys no media, a data channel (RFC 8831). */
    static final String WEBRTC = "webrtc";

    private static final int FIRST_MEDIA_BYTE = 128;
    private static final int LAST_MEDIA_BYTE = 191;
    private static final int MAX_UNCONFIRMED = 16;
    private static final int MAX_MEDIA = 1000;
    private static final int NO_CHANNEL = -1;

    private final DtlsSignature dtlsSignature;
    private final RtpMedia media = new RtpMedia();
    private final ByteCursor view = new ByteCursor();
    private final ByteCursor relayed = new ByteCursor();
    private DtlsDissector dtls;
    private boolean dtlsOver;
    private int dtlsChannel = NO_CHANNEL;
    private boolean stun;
    private boolean relays;
    private Credentials credentials = Credentials.NONE;
    private int unconfirmed;
    private int mediaDatagrams;
    private boolean told;

    MediaDissector(DtlsSignature dtlsSignature) {
        this.dtlsSignature = dtlsSignature;
    }

    @Override
    public String protocol() {
        return stun ? STUN : RtpMedia.RTP;
    }

    @Override
    public Progress onDatagram(Side side, ByteCursor in, int wireLength, long timestampNs) {
        boolean wasDtlsOver = dtlsOver;
        boolean mine = take(side, in, wireLength, timestampNs);
        if (!isConfirmed() && (!mine || ++unconfirmed > MAX_UNCONFIRMED)) {
            return Progress.NOT_MINE;
        }
        boolean keyed = dtlsOver && dtls.isSrtpAgreed();
        boolean settled = dtls == null || dtlsOver;
        if (keyed || settled && (media.isPlain() || mediaDatagrams >= MAX_MEDIA)) {
            return Progress.DONE;
        }
        return dtlsOver && !wasDtlsOver ? Progress.DECIDED : Progress.MORE;
    }

    @Override
    public Progress onClose(CloseKind kind, long timestampNs) {
        if (told) {
            return Progress.MORE;
        }
        told = true;
        if (dtls != null) {
            return dtlsOver ? Progress.MORE : dtls.onClose(kind, timestampNs);
        }
        return stun && !media.isConfirmed() && !relays ? Progress.DECIDED : Progress.MORE;
    }

    @Override
    public void describe(ObservationDraft draft) {
        if (dtls != null) {
            describeDtls(draft);
        } else if (media.isConfirmed()) {
            media.describe(draft);
        } else if (stun) {
            describeStun(draft);
        } else {
            draft.reason(Reasons.PROTOCOL_UNRECOGNISED, "it may be RTP, and too little was seen to be sure");
        }
        if (credentials != Credentials.NONE) {
            draft.plaintext = new Observation.Plaintext(
                    credentials.text(), draft.plaintext == null ? null : draft.plaintext.userData());
            draft.reason(
                    Reasons.PLAINTEXT_CREDENTIALS,
                    "credentials in clear over TURN: " + credentials.text(),
                    "NCSC-P1",
                    "SEC09-BP02");
        }
    }

    private boolean isConfirmed() {
        return stun || dtls != null || media.isConfirmed();
    }

    /** @return whether the datagram is of a kind that belongs here */
    private boolean take(Side side, ByteCursor in, int wireLength, long timestampNs) {
        int channel = StunMessage.channel(in);
        if (channel >= 0) {
            StunMessage.channelData(in, relayed);
            takeRelayed(side, channel, timestampNs);
            return true;
        }
        if (StunMessage.is(view.wrap(in)) || StunMessage.isClassic(view.wrap(in), 0)) {
            stun = true;
            if (side == Side.CLIENT && StunMessage.hasLongTermCredential(view.wrap(in))) {
                credentials = Credentials.DERIVED;
            }
            if (StunMessage.findRelayed(view.wrap(in), relayed)) {
                takeRelayed(side, NO_CHANNEL, timestampNs);
            }
            return true;
        }
        return takePeer(side, in, wireLength, NO_CHANNEL, timestampNs);
    }

    private void takeRelayed(Side side, int channel, long timestampNs) {
        boolean stunInside = StunMessage.is(view.wrap(relayed));
        relays |= !stunInside && !takePeer(side, relayed, relayed.remaining(), channel, timestampNs);
    }

    private boolean takePeer(Side side, ByteCursor in, int wireLength, int channel, long timestampNs) {
        int first = in.peek(0);
        if (first >= FIRST_MEDIA_BYTE && first <= LAST_MEDIA_BYTE) {
            mediaDatagrams++;
            return media.onDatagram(side, in, wireLength);
        }
        if (dtls == null && isDtls(side, in)) {
            dtls = dtlsSignature.open();
            dtls.onFingerprintSignalled();
            dtlsChannel = channel;
        }
        if (dtls == null || first < 20 || first > 63) {
            return false;
        }
        if (dtlsChannel == NO_CHANNEL) {
            dtlsChannel = channel; // TURN clients bind a channel while they already send
        }
        if (!dtlsOver && (channel == NO_CHANNEL || channel == dtlsChannel)) {
            dtlsOver = dtls.onDatagram(side, in, wireLength, timestampNs) == Progress.DONE;
        }
        return true;
    }

    /** Either end may be DTLS's client, whoever began with STUN. */
    private boolean isDtls(Side side, ByteCursor in) {
        return dtlsSignature.match(side, 0, 0, view.wrap(in)) == Match.YES
                || dtlsSignature.match(side.other(), 0, 0, view.wrap(in)) == Match.YES;
    }

    private void describeDtls(ObservationDraft draft) {
        dtls.describe(draft);
        if (draft.application == null && stun) {
            draft.application = WEBRTC;
        }
        if (dtls.isSrtpAgreed() || !media.hasStreams()) {
            return;
        }
        if (media.isPlain()) {
            draft.reasons.removeIf(reason -> reason.rule().equals(Reasons.TLS_ACCEPTABLE));
            String protocol = draft.protocol;
            media.describe(draft);
            draft.protocol = protocol;
        } else if (draft.protection == Protection.PROTECTED) {
            draft.reasons.clear();
            media.describeUndecided(draft);
        }
    }

    /** A service of the network, as DNS; unless it relays something that is no protocol known here. */
    private void describeStun(ObservationDraft draft) {
        draft.protocol = STUN;
        if (relays) {
            draft.reason(Reasons.PROTOCOL_UNRECOGNISED, "what TURN relays here matched no known protocol");
            return;
        }
        draft.protection = Protection.PLAINTEXT;
        draft.action = Actions.PLAINTEXT_OBSERVED;
        draft.plaintext = new Observation.Plaintext(null, false);
        draft.reason(Reasons.PLAINTEXT_PROTOCOL, "stun in clear", "NCSC-P1", "SEC09-BP02");
    }
}
