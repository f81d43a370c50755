package io.plainsight.sensor.wireguard;

import static io.plainsight.sensor.testing.Bytes.littleEndian;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Datagrams;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WireGuardTest {
    private final WireGuardSignature signature = new WireGuardSignature();

    @Test
    void shouldCallProtectedATunnelThatBothEndsUse() {
        ObservationDraft draft = tunnel().feed(signature);

        assertThat(draft.protection).isEqualTo(Protection.PROTECTED);
        assertThat(draft.crypto.encryption()).isEqualTo("ChaCha20-Poly1305");
    }

    @Test
    void shouldSayUnknownWhenAnyPartOfTheHandshakeIsMissing() {
        Datagrams tunnel = tunnel();
        for (int i = 0; i < tunnel.size(); i++) {
            ObservationDraft draft = tunnel.feedWithout(signature, i);
            assertThat(draft == null || draft.protection == Protection.UNKNOWN)
                    .as("without %d", i)
                    .isTrue();
        }
    }

    @Test
    void shouldNotTakeAnAnswerToSomebodyElse() {
        ObservationDraft draft = new Datagrams()
                .client(initiation(7))
                .server(response(9, 8))
                .client(transport(9, 0))
                .server(transport(7, 0))
                .feed(signature);

        assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
    }

    @Test
    void shouldBelieveInATunnelPickedUpMidwayOnlyWhenItsCountersGoOn() {
        ObservationDraft draft = new Datagrams()
                .client(transport(5, 100))
                .server(transport(6, 40))
                .client(transport(5, 101))
                .feed(signature);
        assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
        assertThat(draft.protocol).isEqualTo("wireguard");

        assertThat(new Datagrams()
                        .client(transport(5, 100))
                        .client(transport(5, 99))
                        .feed(signature))
                .isNull();
    }

    @Test
    void shouldKnowItsMessagesByTheirExactForm() {
        assertThat(match(initiation(1))).isEqualTo(Match.YES);
        assertThat(match(response(1, 2))).isEqualTo(Match.YES);
        assertThat(match(transport(1, 2))).isEqualTo(Match.MAYBE);
        for (int length = 0; length < 148; length++) {
            assertThat(match(java.util.Arrays.copyOf(initiation(1), length))).isEqualTo(Match.NO);
        }
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[148];
            random.nextBytes(bytes);
            assertThat(match(bytes)).isEqualTo(Match.NO);
        }
    }

    private Match match(byte[] bytes) {
        return signature.match(Side.CLIENT, 1, 2, new ByteCursor().wrap(bytes));
    }

    private static Datagrams tunnel() {
        return new Datagrams()
                .client(initiation(7))
                .server(response(9, 7))
                .client(transport(9, 0))
                .server(transport(7, 0));
    }

    private static byte[] initiation(int sender) {
        return littleEndian().u32(1).u32(sender).zeros(140).toArray();
    }

    private static byte[] response(int sender, int receiver) {
        return littleEndian().u32(2).u32(sender).u32(receiver).zeros(80).toArray();
    }

    private static byte[] transport(int receiver, int counter) {
        return littleEndian().u32(4).u32(receiver).u32(counter).u32(0).zeros(16).toArray();
    }
}
