package io.plainsight.sensor.sflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.sensor.Sensor;
import io.plainsight.sensor.SensorSettings;
import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureFiles;
import io.plainsight.sensor.capture.PacketSource;
import io.plainsight.sensor.flowlog.collector.DatagramHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sample captures, packet by packet as an exporter would send them. */
class SflowSensorTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final int USUAL_HEADER = 128;

    private final List<Observation> observations = new ArrayList<>();
    private int ended;

    @Test
    void shouldSeeWhatACaptureShowsWhereEveryPacketIsSampledWhole() throws CaptureException {
        play("tls13.pcap", 1, Integer.MAX_VALUE, 1);

        assertThat(tcp()).isNotEmpty().allSatisfy(observation -> {
            assertThat(observation.plainsight().protection()).isEqualTo(Protection.PROTECTED);
            assertThat(observation.plainsight().capture()).isNull();
        });
        assertThat(ended).isEqualTo(1);
    }

    /** Where the first words fit into what is sampled of a packet. */
    @ParameterizedTest
    @CsvSource({"ftp-login.pcap, 128", "telnet-login.pcap, 128", "smtp.pcap, 128", "http.pcap, 256"})
    void shouldShowPlaintextInSamples(String capture, int header) throws CaptureException {
        play(capture, 100, header, 1);

        assertThat(tcp())
                .filteredOn(observation -> observation.plainsight().protection() == Protection.PLAINTEXT)
                .isNotEmpty();
        assertThat(tcp()).allSatisfy(SflowSensorTest::isMarked);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void shouldConcludeNothingFromWhatWasLeftOut(int each) throws CaptureException {
        for (String capture : List.of("tls13.pcap", "tls12-good.pcap", "ssh.pcap", "smtp-starttls.pcap")) {
            play(capture, 100, USUAL_HEADER, each);
        }

        assertThat(tcp()).isNotEmpty().allSatisfy(observation -> {
            isMarked(observation);
            assertThat(observation.plainsight().protection()).isNotEqualTo(Protection.PROTECTED);
            assertThat(observation.event().action()).isNotEqualTo(Actions.HANDSHAKE_FAILED);
        });
    }

    private static void isMarked(Observation observation) {
        assertThat(observation.plainsight().capture()).isNotNull();
        assertThat(observation.plainsight().capture().samplingRate()).isEqualTo(100);
        assertThat(observation.plainsight().capture().lostShare()).isGreaterThan(0.9);
    }

    /** @param each so many packets are between two samples, and the first is one */
    private void play(String capture, int samplingRate, int header, int each) throws CaptureException {
        try (Sensor sensor = new Sensor(SensorSettings.defaults("tap1"), observations::add);
                PacketSource source = CaptureFiles.open(pcaps().resolve(capture))) {
            DatagramHandler handler = sensor.sflow(() -> ended++);
            int[] number = {0};
            source.forEach((buffer, offset, captured, original, timestampNs, linkType) -> {
                byte[] frame = new byte[captured];
                buffer.get(offset, frame);
                if (number[0]++ % each == 0) {
                    handler.onDatagram(
                            SflowDatagrams.sflow()
                                    .sequence(number[0] / each + 1)
                                    .samplingRate(samplingRate)
                                    .cutAt(header)
                                    .packet(frame)
                                    .bytes(),
                            "192.0.2.7",
                            NOW.plusMillis(number[0]));
                }
            });
            handler.onIdle(NOW.plusSeconds(5));
            handler.onEnd(NOW.plusSeconds(6));
        }
    }

    private List<Observation> tcp() {
        return observations.stream()
                .filter(observation -> observation.network() != null
                        && "tcp".equals(observation.network().transport()))
                .toList();
    }

    private static Path pcaps() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("pcaps/CATALOGUE.yaml"))) {
            directory = directory.getParent();
        }
        return directory.resolve("pcaps");
    }
}
