package io.plainsight.sensor.kerberos;

import io.plainsight.events.ObservationCryptoBuilder;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramDissector;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;

/**
 * Kerberos 5: what is secret in a reply, keys and tickets, is encrypted with the types that stand beside it; names are in clear.
 * A reply with a ticket or a secret part under DES, triple DES or RC4 is weak. An exchange that gave no ticket, or of which
 * one side was not seen, decides nothing good.
 */
final class KerberosDissector extends ClearDatagramDissector {
    private final KerberosMessage message = new KerberosMessage();
    private boolean asked;
    private int ticketType = EncryptionType.NONE;
    private int partType = EncryptionType.NONE;

    KerberosDissector() {
        super(KerberosSignature.KERBEROS);
    }

    @Override
    protected void read(Side side, ByteCursor in) {
        boolean read = message.read(in);
        asked |= read && message.isRequest();
        if (!read || message.ticketType() < 0 || message.partType() < 0) {
            return;
        }
        boolean worse = EncryptionType.isWeak(message.ticketType()) || EncryptionType.isWeak(message.partType());
        if (ticketType < 0 || worse) {
            ticketType = message.ticketType();
            partType = message.partType();
        }
        String types = "ticket under " + EncryptionType.name(message.ticketType()) + ", reply under "
                + EncryptionType.name(message.partType());
        if (worse) {
            judge(Protection.WEAK, Reasons.CRYPTO_ALGORITHM_WEAK, types);
            finish();
        } else if (EncryptionType.isStrong(message.ticketType()) && EncryptionType.isStrong(message.partType())) {
            if (asked) {
                judge(Protection.PROTECTED, Reasons.CRYPTO_ACCEPTABLE, types);
            }
        } else {
            judge(Protection.UNKNOWN, Reasons.CRYPTO_ALGORITHM_HIDDEN, types + ", of unknown strength");
        }
    }

    @Override
    protected void addTo(ObservationDraft draft) {
        if (draft.reasons.isEmpty()) {
            draft.reason(Reasons.CRYPTO_NEGOTIATION_INCOMPLETE, "no request with a ticket in the reply was seen");
        }
        if (ticketType >= 0) {
            boolean ticketWorse = EncryptionType.isWeak(ticketType) || !EncryptionType.isWeak(partType);
            draft.crypto = ObservationCryptoBuilder.builder()
                    .version("5")
                    .encryption(EncryptionType.name(ticketWorse ? ticketType : partType))
                    .integrity("implicit")
                    .established(Boolean.TRUE)
                    .build();
        }
    }
}
