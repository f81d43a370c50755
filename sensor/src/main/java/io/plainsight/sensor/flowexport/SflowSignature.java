package io.plainsight.sensor.flowexport;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramSignature;
import io.plainsight.sensor.dissect.ProtocolFacts;
import io.plainsight.sensor.dissect.Side;

/**
 * sFlow version 5 (sflow.org, "sFlow Version 5", section 5): version, agent, counters, then samples with their lengths.
 *
 * <pre>
 *   version(4) address type(4) agent address(4 or 16) sub-agent(4) sequence(4) uptime(4) samples(4)
 *   each sample: data format(4) length(4) data
 * </pre>
 */
public final class SflowSignature extends ClearDatagramSignature {
    private static final int VERSION = 5;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final int MAX_SAMPLES = 256;

    public SflowSignature() {
        super(
                "sflow",
                new ProtocolFacts("sFlow", ProtocolFacts.Kind.CLEAR, "sFlow version 5", "that it is in clear"),
                true);
    }

    @Override
    protected boolean matches(Side side, int clientPort, int serverPort, ByteCursor in) {
        long version = in.u32();
        long addressType = in.u32();
        if (side != Side.CLIENT || version != VERSION || addressType != IPV4 && addressType != IPV6) {
            return false;
        }
        in.skip(addressType == IPV4 ? 4 : 16);
        in.skip(12);
        long samples = in.u32();
        if (!in.ok() || samples == 0 || samples > MAX_SAMPLES) {
            return false;
        }
        for (long i = 0; i < samples; i++) {
            in.skip(4);
            long length = in.u32();
            if (length > in.remaining()) {
                return false;
            }
            in.skip((int) length);
        }
        return in.ok() && in.remaining() == 0;
    }
}
