package io.plainsight.sensor.esp;

import static io.plainsight.sensor.testing.Bytes.bigEndian;
import static io.plainsight.sensor.testing.Bytes.concat;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.Datagrams;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.testing.Frames;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EspTest {
    private final EspSignature signature = new EspSignature();

    @ParameterizedTest
    @CsvSource({"4,12", "4,16", "41,24", "17,32", "6,12"})
    void shouldSeeThroughNullEncryption(int next, int check) {
        Datagrams packets = new Datagrams();
        for (int i = 0; i < 3; i++) {
            packets.client(esp(inner(next), next, check));
        }
        ObservationDraft draft = packets.feed(signature);

        assertThat(draft.protection).isEqualTo(Protection.PLAINTEXT);
        assertThat(draft.plaintext.userData()).isTrue();
    }

    @Test
    void shouldNeverCallEncryptedPacketsAnythingButUnknown() {
        Random random = new Random(4303);
        for (int round = 0; round < 3000; round++) {
            Datagrams packets = new Datagrams();
            for (int i = 0; i < 32; i++) {
                byte[] bytes = new byte[40 + random.nextInt(200)];
                random.nextBytes(bytes);
                packets.client(bytes);
            }
            ObservationDraft draft = packets.feed(signature);
            assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
            assertThat(draft.reasons.get(0).rule()).isEqualTo(Reasons.CRYPTO_ALGORITHM_HIDDEN);
        }
    }

    @Test
    void shouldReadNothingFromShortPackets() {
        byte[] clear = esp(inner(4), 4, 12);
        for (int length = 0; length < clear.length; length++) {
            assertThat(new Datagrams().client(clear).feedCut(signature, 0, length).protection)
                    .isEqualTo(Protection.UNKNOWN);
        }
    }

    @Test
    void shouldTakeEspInUdpOnItsPortAlone() {
        EspInUdpSignature inUdp = new EspInUdpSignature();
        byte[] bytes = bigEndian().u32(0xc0000001L).u32(1).zeros(60).toArray();

        assertThat(inUdp.match(Side.CLIENT, 4500, 4500, new ByteCursor().wrap(bytes)))
                .isEqualTo(Match.MAYBE);
        assertThat(inUdp.match(Side.CLIENT, 4501, 443, new ByteCursor().wrap(bytes)))
                .isEqualTo(Match.NO);
        assertThat(inUdp.match(Side.CLIENT, 4500, 4500, new ByteCursor().wrap(new byte[60])))
                .isEqualTo(Match.NO);
    }

    private static byte[] inner(int next) {
        byte[] segment = Frames.tcp(1, 2, 0x10, 1, Frames.payload(20));
        return switch (next) {
            case 4 -> Frames.ipv4(6, segment);
            case 41 -> Frames.ipv6(6, segment);
            case 17 -> Frames.udp(1, 2, Frames.payload(20));
            default -> segment;
        };
    }

    private static byte[] esp(byte[] inner, int next, int check) {
        int padding = (4 - (inner.length + 2) % 4) % 4;
        byte[] pad = {1, 2, 3};
        return concat(
                bigEndian().u32(0x1001).u32(1).toArray(),
                inner,
                java.util.Arrays.copyOf(pad, padding),
                new byte[] {(byte) padding, (byte) next},
                Frames.payload(check));
    }
}
