package io.plainsight.sensor.sip;

import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.text.FieldSignature;

/** SIP (RFC 3261) by a start line that names it. */
public final class SipStreamSignature extends FieldSignature {
    static final String SIP = "sip";
    static final String VERSION = "SIP/";

    public SipStreamSignature() {
        super(SIP, VERSION);
    }

    @Override
    public ProtocolFacts facts() {
        return new ProtocolFacts("SIP", ProtocolFacts.Kind.CLEAR, "RFC 3261", "credentials, calls and messages");
    }

    @Override
    public StreamDissector open() {
        return new SipStreamDissector();
    }
}
