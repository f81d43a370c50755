package io.plainsight.sensor.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.testing.Bytes;
import io.plainsight.sensor.tls.TlsOddityHandler;
import io.plainsight.sensor.x509.CertificateCache;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DtlsHostileInputTest {
    private record Datagram(Side side, byte[] bytes) {}

    private final DtlsSignature signature = new DtlsSignature(new CertificateCache(), TlsOddityHandler.NONE);

    @Test
    void shouldRecogniseEachDatagramOfAHandshakeByItself() {
        for (Datagram datagram : conversation()) {
            assertThat(match(datagram.side(), datagram.bytes())).isEqualTo(Match.YES);
        }
    }

    @Test
    void shouldNotTakeAHelloFromTheWrongSide() {
        assertThat(match(Side.SERVER, DtlsSamples.clientHello())).isEqualTo(Match.NO);
        assertThat(match(Side.CLIENT, DtlsSamples.serverFlight(0)[0])).isEqualTo(Match.NO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // TFTP read request
                "0001 72666331333530 00 6f63746574 00",
                // OpenVPN P_CONTROL_HARD_RESET_CLIENT_V2
                "38 1122334455667788 00 00000000",
                // a TLS record
                "16 0301 0010 0100000c 0303 0000000000000000 0000",
                // DNS query
                "abcd 0100 0001 0000 0000 0000 016100 0001 0001",
                // RTP
                "80 00 0001 00000001 00000001 ffffffffffffffff",
                // STUN binding request
                "0001 0000 2112a442 000102030405060708090a0b",
                // DTLS with an unknown version, and with a record longer than the datagram
                "17 fefb 0001 000000000001 0010 00112233445566778899aabbccddeeff",
                "17 fefd 0001 000000000001 0011 00112233445566778899aabbccddeeff"
            })
    void shouldLeaveOtherProtocolsAlone(String datagram) {
        assertThat(match(Side.CLIENT, Bytes.hex(datagram))).isEqualTo(Match.NO);
    }

    @Test
    void shouldNotRecogniseRandomDatagrams() {
        Random random = new Random(6347);
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = (byte) (20 + random.nextInt(7));
            }
            assertThat(match(Side.CLIENT, bytes)).isNotEqualTo(Match.YES);
        }
    }

    @Test
    void shouldSurviveTruncationAtEachLength() {
        List<Datagram> conversation = conversation();
        for (int cut = 0; cut < conversation.size(); cut++) {
            byte[] whole = conversation.get(cut).bytes();
            for (int length = 0; length < whole.length; length++) {
                match(conversation.get(cut).side(), Arrays.copyOf(whole, length));
                DtlsFeeder feeder = new DtlsFeeder();
                for (int i = 0; i < conversation.size(); i++) {
                    byte[] bytes = conversation.get(i).bytes();
                    feeder.feed(
                            conversation.get(i).side(), i == cut ? Arrays.copyOf(bytes, length) : bytes, bytes.length);
                }
                feeder.close(CloseKind.END_OF_CAPTURE);
                assertThat(feeder.describe().handshake.failure()).isNull();
                boolean certificateLost = feeder.describe().tls.server() == null
                        || feeder.describe().tls.server().subject() == null;
                if (certificateLost) {
                    assertThat(feeder.describe().protection).isEqualTo(Protection.UNKNOWN);
                }
            }
        }
    }

    @Test
    void shouldSurviveEachLengthFieldAtItsExtremes() {
        List<Datagram> conversation = conversation();
        for (int which = 0; which < conversation.size(); which++) {
            byte[] original = conversation.get(which).bytes();
            for (int at = 0; at < original.length; at++) {
                for (int value : new int[] {0, 1, 0xff}) {
                    byte[] disturbed = original.clone();
                    disturbed[at] = (byte) value;
                    DtlsFeeder feeder = new DtlsFeeder();
                    for (int i = 0; i < conversation.size(); i++) {
                        feeder.feed(
                                conversation.get(i).side(),
                                i == which ? disturbed : conversation.get(i).bytes());
                    }
                    feeder.close(CloseKind.IDLE).describe();
                }
            }
        }
    }

    /** Lost, repeated, reordered and disturbed datagrams: an end, and undisturbed never protected without the certificate. */
    @Test
    void shouldSurviveABadNetwork() {
        Random random = new Random(9147);
        for (int round = 0; round < 5_000; round++) {
            List<Datagram> conversation = new ArrayList<>(conversation());
            conversation.addAll(conversation());
            if (random.nextBoolean()) {
                Collections.shuffle(conversation, random);
            }
            boolean disturb = random.nextBoolean();
            conversation.removeIf(datagram -> random.nextInt(3) == 0);
            DtlsFeeder feeder = new DtlsFeeder();
            for (Datagram datagram : conversation) {
                byte[] bytes = datagram.bytes().clone();
                if (disturb && random.nextInt(8) == 0) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                feeder.feed(datagram.side(), bytes);
                feeder.describe();
            }
            feeder.close(CloseKind.END_OF_CAPTURE);
            if (!disturb && feeder.describe().protection == Protection.PROTECTED) {
                assertThat(feeder.describe().tls.server().subject()).isNotNull();
            }
        }
    }

    private Match match(Side side, byte[] bytes) {
        return signature.match(side, 50000, 443, new ByteCursor().wrap(bytes));
    }

    private static List<Datagram> conversation() {
        List<Datagram> all = new ArrayList<>();
        all.add(new Datagram(Side.CLIENT, DtlsSamples.clientHello()));
        for (byte[] record : DtlsSamples.serverFlight(0)) {
            all.add(new Datagram(Side.SERVER, record));
        }
        all.add(new Datagram(Side.CLIENT, DtlsSamples.clientKeyExchange(1)));
        all.add(new Datagram(Side.CLIENT, DtlsSamples.finished(2)));
        all.add(new Datagram(Side.SERVER, DtlsSamples.finished(4)));
        all.add(new Datagram(Side.CLIENT, DtlsSamples.data(40)));
        return all;
    }
}
