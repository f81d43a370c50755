package io.plainsight.sensor.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.PlaintextProtocols;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.frame.Samples.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No binary protocol takes another's bytes for its own, and none fails on bytes that are cut or disturbed. */
class SamplesTest {
    private static final int[] DISTURBANCES = {0, 1, 0x7f, 0x80, 0xff};

    static List<Sample> samples() {
        return Samples.all();
    }

    static Stream<Sample> everything() {
        return Stream.concat(Samples.all().stream(), Samples.neighbours().stream());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldBeToldByOneSignatureAlone(Sample sample) {
        assertThat(claimants(sample.side(), sample.bytes())).containsExactly(sample.protocol());
    }

    @ParameterizedTest
    @MethodSource("everything")
    void shouldNotBeTakenForAnotherAtAnyLength(Sample sample) {
        Set<String> own = Samples.all().stream().map(Sample::protocol).collect(Collectors.toSet());
        for (int length = 0; length <= sample.bytes().length; length++) {
            for (Side side : Side.values()) {
                List<String> claimants = claimants(side, Arrays.copyOf(sample.bytes(), length));
                claimants.retainAll(own);
                claimants.remove(sample.protocol());
                assertThat(claimants).as("first %d bytes from %s", length, side).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldSurviveEveryDisturbedByte(Sample sample) {
        for (int at = 0; at < sample.bytes().length; at++) {
            for (int value : DISTURBANCES) {
                byte[] disturbed = sample.bytes().clone();
                disturbed[at] = (byte) value;
                for (ProtocolSignature signature : PlaintextProtocols.signatures()) {
                    signature.match(sample.side(), new ByteCursor().wrap(disturbed));
                    if (signature.protocol().equals(sample.protocol())) {
                        feed(signature.open(), sample.side(), disturbed);
                    }
                }
            }
        }
    }

    private static void feed(StreamDissector dissector, Side side, byte[] bytes) {
        for (Side from : new Side[] {side, side.other()}) {
            ByteCursor in = new ByteCursor().wrap(bytes);
            dissector.onBytes(from, in, 0);
            assertThat(in.remaining()).isBetween(0, bytes.length);
        }
        dissector.onClose(null, CloseKind.FIN, 0);
        dissector.describe(new ObservationDraft());
    }

    private static List<String> claimants(Side side, byte[] bytes) {
        return PlaintextProtocols.signatures().stream()
                .filter(signature -> signature.match(side, new ByteCursor().wrap(bytes)) == Match.YES)
                .map(ProtocolSignature::protocol)
                .collect(Collectors.toList());
    }
}
