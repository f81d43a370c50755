package io.plainsight.sensor.media;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;

/**
 * The RTP and RTCP of one flow: whether it is that, and whether it is in clear. RTP and SRTP share their header, so only
 * lengths, marks and the flow's RTCP can tell; where they do not, it stays unknown.
 *
 * <p><b>Memory:</b> {@value #MAX_STREAMS} sources per side; further ones are not looked into.
 */
final class RtpMedia {
    static final String RTP = "rtp";

    private static final int MAX_STREAMS = 4;
    private final RtpHeader header = new RtpHeader();
    private final RtpStream[][] streams = new RtpStream[Side.values().length][MAX_STREAMS];
    private boolean clearReports;

    /**
     * Takes a datagram.
     *
     * @param in consumed
     * @return whether it can be RTP or RTCP
     */
    boolean onDatagram(Side side, ByteCursor in, int wireLength) {
        if (RtpHeader.isRtcp(in)) {
            return onReport(in);
        }
        if (!header.read(in, wireLength)) {
            return false;
        }
        RtpStream stream = stream(side, header.ssrc());
        if (stream != null) {
            stream.onPacket(header, in);
        }
        return true;
    }

    /** Whether it is RTP or RTCP for sure. */
    boolean isConfirmed() {
        return clearReports || hasStreams();
    }

    /** Whether media were seen, not only reports about them. */
    boolean hasStreams() {
        return any(RtpStream::isConfirmed);
    }

    /** Whether media or their reports are in clear for sure. */
    boolean isPlain() {
        return clearReports || any(RtpStream::isPlain);
    }

    void describe(ObservationDraft draft) {
        draft.protocol = RTP;
        if (isPlain()) {
            draft.protection = Protection.PLAINTEXT;
            draft.action = Actions.PLAINTEXT_OBSERVED;
            draft.plaintext = new Observation.Plaintext(null, hasStreams());
            draft.reason(Reasons.PLAINTEXT_PROTOCOL, evidence(), "RFC 7202 3", "NCSC-P1", "SEC09-BP02");
        } else {
            describeUndecided(draft);
        }
    }

    /** Says that nothing told RTP from SRTP. */
    void describeUndecided(ObservationDraft draft) {
        draft.protection = Protection.UNKNOWN;
        draft.reason(
                Reasons.MEDIA_PROTECTION_UNDECIDED,
                any(RtpStream::looksLikeSrtp)
                        ? "packets are longer than their media by as much as SRTP's tag; its keys were not seen to be made"
                        : "RTP and SRTP have the same header, and nothing else told them apart");
    }

    private String evidence() {
        if (!hasStreams()) {
            return "RTCP in clear";
        }
        return any(RtpStream::isPlain)
                ? "RTP in clear: packets are exactly as long as their media"
                : "RTP in clear: the RTCP beside it is";
    }

    /** SRTP comes with SRTCP (RFC 3711 section 3.4): clear reports show that their media are clear too. */
    private boolean onReport(ByteCursor in) {
        clearReports |= Rtcp.isClear(in);
        return RtpHeader.hasVersion(in);
    }

    private RtpStream stream(Side side, int ssrc) {
        RtpStream[] known = streams[side.ordinal()];
        for (int i = 0; i < known.length; i++) {
            if (known[i] == null) {
                known[i] = new RtpStream(ssrc);
            }
            if (known[i].ssrc() == ssrc) {
                return known[i];
            }
        }
        return null;
    }

    private boolean any(java.util.function.Predicate<RtpStream> property) {
        for (RtpStream[] side : streams) {
            for (RtpStream stream : side) {
                if (stream != null && property.test(stream)) {
                    return true;
                }
            }
        }
        return false;
    }
}
