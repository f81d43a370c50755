package io.plainsight.sensor.radius;

import io.plainsight.events.ObservationCryptoBuilder;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.ClearDatagramDissector;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.text.Credentials;

/**
 * RADIUS. Names and attributes are in clear; a password is hidden under MD5 with a shared secret (RFC 2865 section 5.2), which
 * is guessed off line, as the answers to challenges are. With EAP the method is told, and an EAP-TLS kind protects the user's
 * credential, but not the rest.
 */
final class RadiusDissector extends ClearDatagramDissector {
    private static final int USER_PASSWORD = 2;
    private static final int CHAP_PASSWORD = 3;
    private static final int VENDOR_SPECIFIC = 26;
    private static final int EAP_MESSAGE = 79;
    /** RFC 2548: Microsoft, and its CHAP responses of versions 1 and 2. */
    private static final int MICROSOFT = 311;

    private static final int MS_CHAP_RESPONSE = 1;
    private static final int MS_CHAP2_RESPONSE = 25;
    /** RFC 3748 section 4.1: code, identifier, length(2), type. */
    private static final int EAP_RESPONSE = 2;

    private final ByteCursor value = new ByteCursor();
    private String eapMethod;

    RadiusDissector() {
        super(RadiusSignature.RADIUS);
    }

    @Override
    protected void read(Side side, ByteCursor in) {
        int code = in.u8();
        in.skip(RadiusSignature.HEADER_LENGTH - 1);
        while (in.remaining() > 0) {
            int type = in.u8();
            int size = in.u8();
            if (size < 2 || size - 2 > in.remaining()) {
                break;
            }
            in.slice(size - 2, value);
            onAttribute(side, code, type);
        }
        decide(true);
    }

    private void onAttribute(Side side, int code, int type) {
        boolean request = side == Side.CLIENT && code == RadiusSignature.ACCESS_REQUEST;
        switch (type) {
            case USER_PASSWORD, CHAP_PASSWORD -> {
                if (request) {
                    expose(Credentials.DERIVED);
                }
            }
            case VENDOR_SPECIFIC -> {
                boolean microsoft = value.u32() == MICROSOFT;
                int vendorType = value.u8();
                if (request && microsoft && (vendorType == MS_CHAP_RESPONSE || vendorType == MS_CHAP2_RESPONSE)) {
                    expose(Credentials.DERIVED);
                }
            }
            case EAP_MESSAGE -> onEap(request);
            default -> {
                // names, addresses and counters: clear data without a credential
            }
        }
    }

    private void onEap(boolean request) {
        int code = value.u8();
        value.skip(3);
        int method = value.u8();
        if (!value.ok() || code > EAP_RESPONSE) {
            return;
        }
        String name = eapMethod(method);
        if (name != null) {
            eapMethod = name;
        }
        boolean guessable = method == 4 || method == 17 || method == 26;
        if (request && code == EAP_RESPONSE && guessable) {
            expose(Credentials.DERIVED);
        }
    }

    /** IANA registry "EAP method types"; null for identities and refusals, which are no methods. */
    private static String eapMethod(int type) {
        return switch (type) {
            case 1, 2, 3 -> null;
            case 4 -> "EAP-MD5";
            case 13 -> "EAP-TLS";
            case 17 -> "LEAP";
            case 18 -> "EAP-SIM";
            case 21 -> "EAP-TTLS";
            case 23 -> "EAP-AKA";
            case 25 -> "PEAP";
            case 26 -> "EAP-MSCHAPv2";
            case 43 -> "EAP-FAST";
            case 50 -> "EAP-AKA'";
            case 52 -> "EAP-pwd";
            case 55 -> "TEAP";
            default -> "EAP-" + type;
        };
    }

    @Override
    protected void addTo(ObservationDraft draft) {
        if (eapMethod != null) {
            draft.crypto =
                    ObservationCryptoBuilder.builder().authentication(eapMethod).build();
        }
    }
}
