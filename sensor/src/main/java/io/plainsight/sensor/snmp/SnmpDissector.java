package io.plainsight.sensor.snmp;

import io.plainsight.events.ObservationCryptoBuilder;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramDissector;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.ldap.Ber;
import io.plainsight.sensor.text.Credentials;

/**
 * SNMP. A community string is a password in clear. Version 3 goes by its level: without privacy, signed or not, the data is in
 * clear; with it the cipher, DES or AES, is agreed out of sight, so that no more can be said than that it is encrypted.
 */
final class SnmpDissector extends ClearDatagramDissector {
    private final ByteCursor message = new ByteCursor();
    private final ByteCursor element = new ByteCursor();
    private String version;
    private String integrity;

    SnmpDissector() {
        super(SnmpSignature.SNMP);
    }

    @Override
    protected void read(Side side, ByteCursor in) {
        if (Ber.next(in, message) != Ber.SEQUENCE || Ber.next(message, element) != Ber.INTEGER) {
            return;
        }
        int number = element.u8();
        if (number == SnmpSignature.VERSION_3) {
            version = "3";
            readVersion3();
            return;
        }
        version = number == 0 ? "1" : "2c";
        if (Ber.next(message, element) == Ber.OCTET_STRING && element.remaining() > 0) {
            expose(Credentials.SECRET);
        }
        decide(true);
        finish();
    }

    private void readVersion3() {
        SnmpV3 seen = SnmpV3.read(message);
        if (seen == null || !seen.userNamed()) {
            // engine discovery: no data, and no user's protection
            return;
        }
        if (seen.authentication()) {
            integrity = integrity(seen.digestLength());
        }
        if (seen.privacy()) {
            judge(
                    Protection.UNKNOWN,
                    Reasons.CRYPTO_ALGORITHM_HIDDEN,
                    "SNMPv3 with privacy; whether by DES or by AES is agreed out of sight");
        } else {
            note(
                    seen.authentication()
                            ? "SNMPv3 signed, without privacy"
                            : "SNMPv3 without authentication and privacy");
            decide(true);
            finish();
        }
    }

    /** The digest's length tells the hash (RFC 3414 section 6.3.1, RFC 7860 section 4.2). */
    private static String integrity(int digestLength) {
        return switch (digestLength) {
            case 12 -> "HMAC-MD5-96 or HMAC-SHA-96";
            case 16 -> "HMAC-SHA-224-128";
            case 24 -> "HMAC-SHA-256-192";
            case 32 -> "HMAC-SHA-384-256";
            case 48 -> "HMAC-SHA-512-384";
            default -> null;
        };
    }

    @Override
    protected void addTo(ObservationDraft draft) {
        if (version != null) {
            draft.crypto = ObservationCryptoBuilder.builder()
                    .version(version)
                    .authentication(integrity == null ? null : "usm")
                    .integrity(integrity)
                    .build();
        }
    }
}
