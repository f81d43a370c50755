package io.plainsight.sensor.ntp;

import io.plainsight.events.Observation;
import io.plainsight.events.ObservationCryptoBuilder;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramDissector;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;

/**
 * NTP: time in clear, which is its nature; whether it is authenticated stands in {@code plainsight.crypto.authentication}:
 * {@code nts} (RFC 8915 section 5) or {@code symmetric-key} (RFC 5905 section 7.3, a key id and a digest at the end).
 */
final class NtpDissector extends ClearDatagramDissector {
    private static final int NTS_AUTHENTICATOR = 0x0404;
    /** RFC 7822 section 3: an extension field has at least 16 bytes. */
    private static final int MIN_EXTENSION = 16;
    /** Key id and MD5 or SHA-1 digest. */
    private static final int MAC_MD5 = 20;

    private static final int MAC_SHA1 = 24;
    private static final int MAX_EXTENSIONS = 32;

    private String authentication;

    NtpDissector() {
        super(NtpSignature.NTP);
    }

    @Override
    protected void read(Side side, ByteCursor in) {
        boolean control = (in.peek(0) & 7) >= NtpSignature.CONTROL;
        if (!control) {
            in.skip(NtpSignature.HEADER_LENGTH);
            readExtensions(in);
        }
        decide(false);
        if (side == Side.SERVER || authentication != null) {
            finish();
        }
    }

    /** {@code Field Type(2), Length(2) with both, Value, Padding} (RFC 7822); what fits no field is a MAC. */
    private void readExtensions(ByteCursor in) {
        for (int i = 0; i < MAX_EXTENSIONS && in.remaining() > 0; i++) {
            int left = in.remaining();
            if (left == MAC_MD5 || left == MAC_SHA1) {
                authentication = "symmetric-key";
                return;
            }
            int type = in.u16();
            int length = in.u16();
            if (!in.ok() || length < MIN_EXTENSION || length > left || (length & 3) != 0) {
                return;
            }
            if (type == NTS_AUTHENTICATOR) {
                authentication = "nts";
                return;
            }
            in.skip(length - 4);
        }
    }

    @Override
    protected void addTo(ObservationDraft draft) {
        if (authentication != null) {
            Observation.Crypto crypto = ObservationCryptoBuilder.builder()
                    .authentication(authentication)
                    .build();
            draft.crypto = crypto;
        }
    }
}
