package io.plainsight.sensor.dns;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramDissector;
import io.plainsight.sensor.dissect.Side;

/**
 * DNS over UDP and its kin: in clear, without user data. An answer ends the inspection; the names in answers are read by {@link
 * io.plainsight.sensor.names.PassiveDns} from every datagram, inspected or not.
 */
final class DnsDissector extends ClearDatagramDissector {
    static final String ECH_OFFERED = "an HTTPS record with keys for Encrypted ClientHello was answered";

    private final DnsAnswers answers = new DnsAnswers();

    DnsDissector() {
        this(DnsSignature.DNS);
    }

    DnsDissector(String protocol) {
        super(protocol);
    }

    @Override
    protected void read(Side side, ByteCursor in) {
        decide(false);
        if (side == Side.SERVER) {
            answers.read(in, (name, high, low, ttl) -> {});
            if (answers.hasEch()) {
                note(ECH_OFFERED);
            }
            finish();
        }
    }
}
