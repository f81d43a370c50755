package io.plainsight.sensor.quic;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.testing.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Google's QUIC from before the standard: named, its clear server name read, never judged. */
class GoogleQuicTest {
    private final GoogleQuicSignature signature = new GoogleQuicSignature();

    @ParameterizedTest
    @ValueSource(strings = {"Q025", "Q039", "Q043", "Q046", "Q050"})
    void shouldNameVersionAndServer(String version) {
        byte[] hello = hello(version, "Example.org");
        assertThat(match(hello)).isEqualTo(Match.YES);

        GoogleQuicDissector dissector = new GoogleQuicDissector();
        Progress progress = dissector.onDatagram(Side.CLIENT, new ByteCursor().wrap(hello), hello.length, 1);

        ObservationDraft draft = describe(dissector);
        assertThat(progress).isEqualTo(Progress.DONE);
        assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
        assertThat(draft.protocol).isEqualTo("quic");
        assertThat(draft.crypto.version()).isEqualTo(version);
        assertThat(draft.tls.client().serverName()).isEqualTo("example.org");
    }

    @Test
    void shouldBearEveryCutAndEveryLength() {
        byte[] hello = hello("Q043", "example.org");
        for (int length = 0; length < hello.length; length++) {
            byte[] cut = Arrays.copyOf(hello, length);
            match(cut);
            assertUnjudged(cut);
        }
        for (int at = 0; at < hello.length; at++) {
            for (int value : new int[] {0, 1, 0x7f, 0xff}) {
                byte[] changed = hello.clone();
                changed[at] = (byte) value;
                assertUnjudged(changed);
            }
        }
    }

    @Test
    void shouldLeaveOtherDatagramsAlone() {
        assertThat(match("Q043 is no version here, and this is only text".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(Match.NO);
        assertThat(signature.match(Side.SERVER, 1, 2, new ByteCursor().wrap(hello("Q043", "a"))))
                .isEqualTo(Match.NO);
        assertThat(match(hello("Q993", "a"))).isEqualTo(Match.NO);
    }

    private Match match(byte[] datagram) {
        return signature.match(Side.CLIENT, 50_000, 443, new ByteCursor().wrap(datagram));
    }

    private static void assertUnjudged(byte[] datagram) {
        GoogleQuicDissector dissector = new GoogleQuicDissector();
        dissector.onDatagram(Side.CLIENT, new ByteCursor().wrap(datagram), datagram.length, 1);
        assertThat(describe(dissector).protection).isEqualTo(Protection.UNKNOWN);
    }

    private static ObservationDraft describe(GoogleQuicDissector dissector) {
        ObservationDraft draft = new ObservationDraft();
        dissector.describe(draft);
        return draft;
    }

    /** Public flags or a long header, a hash, a stream frame, and a hello with two tags. */
    private static byte[] hello(String version, String name) {
        boolean longHeader = version.compareTo("Q044") >= 0;
        byte[] number = version.getBytes(StandardCharsets.US_ASCII);
        Bytes packet = Bytes.littleEndian();
        if (longHeader) {
            packet.u8(0xc3).put(number).u8(0x50).zeros(8);
        } else {
            packet.u8(0x0d).zeros(8).put(number);
        }
        return packet.u8(1)
                .zeros(12)
                .u8(0xa0, 1)
                .put("CHLO".getBytes(StandardCharsets.US_ASCII))
                .u16(2)
                .u16(0)
                .put("PAD\0".getBytes(StandardCharsets.US_ASCII))
                .u32(30)
                .put("SNI\0".getBytes(StandardCharsets.US_ASCII))
                .u32(30 + name.length())
                .zeros(30)
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .zeros(20)
                .toArray();
    }
}
