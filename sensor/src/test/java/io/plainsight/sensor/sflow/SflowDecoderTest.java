package io.plainsight.sensor.sflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.capture.PacketHandler;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SflowDecoderTest {
    private static final long NOW = 1_800_000_000_000_000_000L;
    private static final byte[] FRAME = "a frame of an odd length".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final SensorCounters counters = new SensorCounters();
    private final List<String> heard = new ArrayList<>();
    private final SflowDecoder decoder = new SflowDecoder(
            new PacketHandler() {
                @Override
                public void onPacket(
                        ByteBuffer buffer, int offset, int captured, int original, long timestampNs, int linkType) {
                    byte[] bytes = new byte[captured];
                    buffer.get(offset, bytes);
                    assertThat(timestampNs).isEqualTo(NOW);
                    heard.add(new String(bytes, java.nio.charset.StandardCharsets.US_ASCII)
                            + ' '
                            + original
                            + ' '
                            + linkType);
                }

                @Override
                public void onSampling(long nowNs, long leftOut, long oneOf) {
                    heard.add("left out " + leftOut + " of " + oneOf);
                }
            },
            counters);

    @ParameterizedTest
    @ValueSource(strings = {"plain", "expanded", "ipv6 agent"})
    void shouldHandOnWhatWasSampledAndTellWhatWasLeftOutBefore(String what) {
        SflowDatagrams datagram = SflowDatagrams.sflow();
        if (what.equals("expanded")) {
            datagram.expanded();
        } else if (what.equals("ipv6 agent")) {
            datagram.ofIpv6Agent();
        }
        decode(datagram.counters().packet(FRAME).counters().packet(FRAME).bytes());

        assertThat(heard)
                .containsExactly(
                        "left out 99 of 100",
                        "a frame of an odd length 24 1",
                        "left out 99 of 100",
                        "a frame of an odd length 24 1");
        assertThat(counters.get(SensorCounter.SFLOW_SAMPLES_PACKET)).isEqualTo(2);
        assertThat(counters.get(SensorCounter.SFLOW_SAMPLES_COUNTERS)).isEqualTo(2);
        assertThat(counters.get(SensorCounter.SFLOW_DATAGRAMS)).isEqualTo(1);
    }

    @Test
    void shouldTellTheLengthOnTheWireOfAHeaderThatIsCut() {
        decode(SflowDatagrams.sflow().samplingRate(1).cutAt(7).packet(FRAME).bytes());

        assertThat(heard).containsExactly("a frame 24 1");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "11, 228", "12, 229"})
    void shouldKnowTheLink(int protocol, int linkType) {
        decode(SflowDatagrams.sflow()
                .samplingRate(1)
                .headerProtocol(protocol)
                .packet(FRAME)
                .bytes());

        assertThat(heard).containsExactly("a frame of an odd length 24 " + linkType);
    }

    @Test
    void shouldCountWhatItPassesOver() {
        decode(SflowDatagrams.sflow()
                .samplingRate(1)
                .headerless()
                .headerProtocol(13)
                .packet(FRAME)
                .sample(4413 << 12 | 1, new byte[8])
                .sample(4, new byte[4])
                .bytes());

        assertThat(heard).isEmpty();
        assertThat(counters.get(SensorCounter.SFLOW_SAMPLES_NO_HEADER)).isEqualTo(1);
        assertThat(counters.get(SensorCounter.SFLOW_SAMPLES_OTHER_LINK)).isEqualTo(1);
        assertThat(counters.get(SensorCounter.SFLOW_SAMPLES_OTHER)).isEqualTo(1);
        assertThat(counters.get(SensorCounter.SFLOW_SAMPLES_COUNTERS)).isEqualTo(1);
        assertThat(counters.get(SensorCounter.SFLOW_REFUSED_MALFORMED)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 0", "1, 3, 1", "1, 12, 10", "5, 5, 0", "5, 4, 0", "-1, 0, 0", "-1, 2, 2", "1, 500000, 0"})
    void shouldCountDatagramsThatNeverCame(int first, int second, long missing) {
        decode(SflowDatagrams.sflow().sequence(first).bytes());
        decode(SflowDatagrams.sflow().sequence(second).bytes());

        assertThat(counters.get(SensorCounter.SFLOW_LOST_DATAGRAMS)).isEqualTo(missing);
        assertThat(heard).hasSize(missing > 0 ? 1 : 0);
    }

    @Test
    void shouldCountSamplesThatTheExporterDropped() {
        decode(SflowDatagrams.sflow()
                .sequence(1)
                .drops(70)
                .samplingRate(1)
                .packet(FRAME)
                .bytes());
        decode(SflowDatagrams.sflow()
                .sequence(2)
                .drops(75)
                .samplingRate(1)
                .packet(FRAME)
                .bytes());

        assertThat(counters.get(SensorCounter.SFLOW_LOST_SAMPLES)).isEqualTo(5);
        assertThat(heard).contains("left out 5 of 1");
    }

    @Test
    void shouldRefuseOtherVersions() {
        decode(SflowDatagrams.sflow().version(4).packet(FRAME).bytes());
        decode(new byte[] {0, 0});

        assertThat(heard).isEmpty();
        assertThat(counters.get(SensorCounter.SFLOW_REFUSED_VERSION)).isEqualTo(2);
    }

    /** A datagram that is cut anywhere, or has any of its words at an extreme, is counted and nothing is read beside it. */
    @Test
    void shouldReadNothingBesideADamagedDatagram() {
        byte[] whole =
                SflowDatagrams.sflow().packet(FRAME).expanded().packet(FRAME).bytes();
        for (int length = 4; length < whole.length; length++) {
            long before = counters.get(SensorCounter.SFLOW_REFUSED_MALFORMED);
            decode(Arrays.copyOf(whole, length));
            assertThat(counters.get(SensorCounter.SFLOW_REFUSED_MALFORMED))
                    .as("cut at %s", length)
                    .isEqualTo(before + 1);
        }
        for (int at = 0; at + 4 <= whole.length; at += 4) {
            for (int value : new int[] {0, 1, 255, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
                byte[] damaged = whole.clone();
                ByteBuffer.wrap(damaged).putInt(at, value);
                decode(damaged);
            }
        }
        assertThat(heard).allSatisfy(word -> assertThat(word).matches("(?s)left out.*|.{0,80} \\d+ \\d+"));
    }

    private void decode(byte[] datagram) {
        decoder.decode(datagram, "192.0.2.7", NOW);
    }
}
