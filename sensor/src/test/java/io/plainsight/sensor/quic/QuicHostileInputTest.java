package io.plainsight.sensor.quic;

import static io.plainsight.sensor.quic.QuicPackets.crypto;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.testing.Bytes;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Cut, disturbed, random and far too many packets: no exception, no growth, no verdict. */
class QuicHostileInputTest {
    private final QuicFeeder feeder = new QuicFeeder();
    private final QuicPackets quic = new QuicPackets();

    @Test
    void shouldEndAtEveryCutOfEveryDatagram() {
        byte[] initial = quic.clientInitial(crypto(0, Rfc.clientHello()));
        byte[] answer = Bytes.concat(quic.serverInitial(crypto(0, Rfc.serverHello())), quic.handshake(false));
        for (int length = 0; length < initial.length; length++) {
            byte[] cut = Arrays.copyOf(initial, length);
            feeder.match(Side.CLIENT, cut);
            feeder.another().cut(Side.CLIENT, cut, initial.length).server(answer);
            feeder.another().client(cut).server(answer).finish(quic).close(CloseKind.IDLE, 1);
            assertThat(feeder.draft().protection).isEqualTo(Protection.UNKNOWN);
        }
        for (int length = 0; length < answer.length; length++) {
            feeder.another().client(initial).cut(Side.SERVER, Arrays.copyOf(answer, length), answer.length);
            feeder.another()
                    .client(initial)
                    .server(Arrays.copyOf(answer, length))
                    .close(CloseKind.IDLE, 1);
            assertThat(feeder.draft().protection).isEqualTo(Protection.UNKNOWN);
        }
        assertThat(feeder.signature.heldBytes()).isZero();
    }

    @Test
    void shouldBearEveryValueOfEveryHeaderByte() {
        byte[] initial = quic.clientInitial(crypto(0, Rfc.clientHello()));
        for (int at = 0; at < 30; at++) {
            for (int value = 0; value < 256; value += at < 22 ? 1 : 51) {
                byte[] changed = initial.clone();
                changed[at] = (byte) value;
                feeder.nowNs += 1_000_000_000L;
                feeder.match(Side.CLIENT, changed);
                feeder.another().client(changed).close(CloseKind.IDLE, 1);
                assertThat(feeder.draft().protection).isEqualTo(Protection.UNKNOWN);
            }
        }
    }

    @Test
    void shouldBearLengthsOfZeroOneAndTheMaximumInFrames() {
        long[] values = {0, 1, 63, 64, 0xffff, (1L << 30) - 1, (1L << 62) - 1};
        for (long first : values) {
            for (long second : values) {
                byte[] pair = Bytes.concat(QuicPackets.varint(first), QuicPackets.varint(second));
                for (int type = 0; type < 0x40; type++) {
                    byte[] frame = Bytes.concat(new byte[] {(byte) type}, pair, pair);
                    read(frame, false);
                    read(frame, true);
                    for (int length = 0; length < frame.length; length++) {
                        read(Arrays.copyOf(frame, length), false);
                    }
                }
            }
        }
    }

    @Test
    void shouldNeverTakeRandomBytesForQuic() {
        Random random = new Random(443);
        feeder.hellos(quic).finish(quic); // a connection id is known
        for (int i = 0; i < 200_000; i++) {
            byte[] noise = new byte[random.nextInt(1400)];
            random.nextBytes(noise);
            assertThat(feeder.match(i % 2 == 0 ? Side.CLIENT : Side.SERVER, noise))
                    .isEqualTo(Match.NO);
            assertThat(new GoogleQuicSignature().match(Side.CLIENT, 1, 2, new ByteCursor().wrap(noise)))
                    .isEqualTo(Match.NO);
        }
    }

    @Test
    void shouldBearRandomFramesInAuthenticPackets() {
        Random random = new Random(9000);
        for (int i = 0; i < 3000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            noise = random.nextBoolean() ? Bytes.concat(new byte[] {6, 0, (byte) noise.length}, noise) : noise;
            QuicPackets packets = new QuicPackets();
            feeder.nowNs += 1_000_000_000L;
            feeder.another().client(packets.clientInitial(noise)).client(packets.clientInitial(noise));
            feeder.server(packets.initial(false, Arrays.copyOf(noise, noise.length + 20)))
                    .finish(packets);
            feeder.close(CloseKind.IDLE, 1);
            assertThat(feeder.draft().protection).isEqualTo(Protection.UNKNOWN);
        }
        assertThat(feeder.signature.heldBytes()).isZero();
    }

    @Test
    void shouldBoundWhatAFloodOfSpoofedInitialsCosts() {
        byte[] spoofed = quic.clientInitial(crypto(3000, new byte[500]));
        long start = feeder.nowNs;
        for (int i = 0; i < 100_000; i++) {
            feeder.nowNs = start + i; // all within a second
            feeder.another().client(spoofed);
        }

        assertThat(feeder.count(SensorCounter.QUIC_BUDGET_EXCEEDED))
                .isEqualTo(100_000 - QuicBudget.DECRYPTIONS_PER_SECOND);
        assertThat(feeder.count(SensorCounter.QUIC_BAD_CRYPTO)).isPositive();
        assertThat(feeder.signature.heldBytes()).isPositive().isLessThanOrEqualTo(QuicBudget.MAX_HELD_BYTES);

        feeder.nowNs = start + 2_000_000_000L;
        feeder.another().hellos(new QuicPackets()).finish(new QuicPackets());
        assertThat(feeder.state()).isEqualTo("completed");
    }

    @Test
    void shouldBoundWhatOneConnectionCosts() {
        for (int i = 0; i < 2 * QuicDissector.MAX_DATAGRAMS; i++) {
            feeder.client(quic.clientInitial(crypto(0, new byte[] {1, 0, 0})));
        }

        assertThat(feeder.count(SensorCounter.QUIC_BUDGET_EXCEEDED)).isPositive();
        assertThat(feeder.last).isEqualTo(Progress.DONE);
        assertThat(feeder.state()).isEqualTo("unknown");
    }

    private static void read(byte[] frame, boolean google) {
        InitialFrames.read(new ByteCursor().wrap(frame), google, new ByteCursor(), new InitialFrames.Handler() {
            @Override
            public void onCrypto(long offset, ByteCursor data) {
                assertThat(data.remaining()).isLessThan(frame.length);
            }

            @Override
            public void onConnectionClose(long error) {
                assertThat(error).isNotNegative();
            }
        });
    }
}
