package io.plainsight.sensor.fuzz;

import io.plainsight.events.Protection;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.tls.CarriedHandshake;
import io.plainsight.sensor.tls.TlsCarrier;
import io.plainsight.sensor.tls.TlsOddityHandler;
import io.plainsight.sensor.x509.CertificateCache;

/**
 * TLS handshake messages, without the records around them: whatever carries them (TLS, DTLS, QUIC) ends here.
 *
 * <pre>
 * carrier (1)
 * events: side in bit 0, what in bits 1 to 3 (1)
 *         a message: type (1)  length (2)  body, as much as there is
 *         others: up to two bytes of their own
 * </pre>
 */
public final class TlsMessagesTarget {
    private static final int MAX_EVENTS = 200;
    private static final CertificateCache CERTIFICATES = new CertificateCache(16);
    private static final TlsOddityHandler COUNTED_ELSEWHERE = oddity -> {};

    private TlsMessagesTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        ByteCursor in = new ByteCursor().wrap(input);
        TlsCarrier[] carriers = TlsCarrier.values();
        CarriedHandshake handshake =
                new CarriedHandshake(carriers[in.u8() % carriers.length], CERTIFICATES, COUNTED_ELSEWHERE);
        boolean[] spoke = new boolean[2];
        for (int events = 0; in.remaining() > 0 && events < MAX_EVENTS; events++) {
            event(handshake, in, spoke);
        }
        describe(handshake, spoke);
        handshake.onClose(null, CloseKind.END_OF_CAPTURE, 0);
        describe(handshake, spoke);
    }

    private static void event(CarriedHandshake handshake, ByteCursor in, boolean[] spoke) {
        int head = in.u8();
        Side side = (head & 1) == 0 ? Side.CLIENT : Side.SERVER;
        spoke[side.ordinal()] = true;
        switch (head >> 1 & 7) {
            case 0, 1 -> {
                ByteCursor body = new ByteCursor();
                int type = in.u8();
                in.slice(Math.min(in.u16(), in.remaining()), body);
                handshake.onHandshake(side, type, body, 0);
                Invariants.check(body.remaining() >= 0, "a cursor outside its range");
            }
            case 2 -> handshake.onChangeCipherSpec(side);
            case 3 -> handshake.onEncryptedHandshake(side, in.u16(), 0);
            case 4 -> handshake.onApplicationData(side, in.u16(), 0);
            case 5 -> handshake.onAlert(side, in.u8(), in.u8());
            case 6 -> handshake.onGap(side);
            default -> handshake.onClose(side, CloseKind.FIN, 0);
        }
    }

    private static void describe(CarriedHandshake handshake, boolean[] spoke) {
        ObservationDraft draft = new ObservationDraft();
        handshake.describe(draft);
        Invariants.hold(draft, spoke, true);
        Invariants.check(
                draft.protection != Protection.PROTECTED || handshake.isCompleted() && handshake.serverHello() != null,
                "protected without a completed handshake");
    }
}
