package io.plainsight.sensor.rtsp;

import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.FieldSignature;

/** RTSP (RFC 2326, RFC 7826) by a start line that names it. */
public final class RtspSignature extends FieldSignature {
    static final String RTSP = "rtsp";
    static final String VERSION = "RTSP/";

    public RtspSignature() {
        super(RTSP, VERSION);
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts(
                "RTSP", ProtocolFacts.Kind.CLEAR, "RFC 2326, RFC 7826", "credentials, streams asked for");
    }

    @Override
    public StreamDissector open() {
        return new RtspDissector();
    }
}
