package io.plainsight.alerting.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class CommittedPositionsTest {
    @Test
    void shouldCommitTheSlowestAndRememberTheOthers() {
        OffsetAndMetadata written = CommittedPositions.write(Map.of("printer", 120L, "webhook", 118L));

        assertThat(written.offset()).isEqualTo(118);
        assertThat(written.metadata()).isEqualTo("printer=120;webhook=118");
        assertThat(CommittedPositions.read(written, "printer")).isEqualTo(120);
        assertThat(CommittedPositions.read(written, "webhook")).isEqualTo(118);
    }

    @Test
    void shouldStartANewChannelAtTheOffset() {
        OffsetAndMetadata written = CommittedPositions.write(Map.of("printer", 120L));

        assertThat(CommittedPositions.read(written, "webhook")).isEqualTo(120);
    }

    @Test
    void shouldFallBackToTheOffsetWhenTheMetadataIsNotOurs() {
        assertThat(CommittedPositions.read(new OffsetAndMetadata(5, "=;x"), "printer"))
                .isEqualTo(5);
        assertThat(CommittedPositions.read(new OffsetAndMetadata(5), "printer")).isEqualTo(5);
        assertThat(CommittedPositions.read(new OffsetAndMetadata(5, "printer=2"), "printer"))
                .isEqualTo(5);
    }
}
