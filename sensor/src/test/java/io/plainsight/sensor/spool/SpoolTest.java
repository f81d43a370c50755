package io.plainsight.sensor.spool;

import static io.plainsight.sensor.spool.Spools.drain;
import static io.plainsight.sensor.spool.Spools.entries;
import static io.plainsight.sensor.spool.Spools.entry;
import static io.plainsight.sensor.spool.Spools.segments;
import static io.plainsight.sensor.spool.Spools.settings;
import static io.plainsight.sensor.spool.Spools.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.sensor.spool.Spools.Disk;
import io.plainsight.sensor.spool.Spools.Heard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final int SEGMENT_BYTES = 4096;
    private static final long LIMIT_BYTES = 1 << 20;

    @TempDir
    Path temporary;

    private final Heard heard = new Heard();

    @Test
    void shouldGiveWhatItWasGivenInOrder() throws IOException {
        try (Spool spool = open(directory())) {
            spool.append(entries(0, 500));
            SpoolReader reader = spool.reader();

            List<SpooledRecord> first = reader.next(1);
            assertThat(first.get(0).entry().topic()).isEqualTo(Spools.TOPIC);
            assertThat(first.get(0).entry().key()).asString().isEqualTo("key of entry 0");
            assertThat(first.get(0).entry().value()).asString().isEqualTo("entry 0");
            assertThat(first.get(0).entry().timestampMs()).isEqualTo(1_000_007);
            assertThat(first.get(0).sequence()).isEqualTo(1);
            assertThat(drain(reader)).isEqualTo(values(1, 500));
            assertThat(reader.next(1)).isEmpty();

            spool.append(entries(500, 600));
            assertThat(drain(reader)).isEqualTo(values(500, 600));
            assertThat(segments(directory())).hasSizeGreaterThan(5);
        }
        assertThat(heard.lost).isEmpty();
    }

    @Test
    void shouldKeepARecordLargerThanItsSegments() throws IOException {
        String large = "x".repeat(3 * SEGMENT_BYTES);
        try (Spool spool = open(directory())) {
            spool.append(List.of(entry("before"), entry(large), entry("behind")));

            assertThat(drain(spool.reader())).containsExactly("before", large, "behind");
        }
    }

    @Test
    void shouldCountAnEntryThatNoRecordCanHold() throws IOException {
        try (Spool spool = open(directory())) {
            spool.append(List.of(entry("before"), entry("x".repeat(RecordFormat.MAX_BODY_BYTES)), entry("behind")));

            assertThat(drain(spool.reader())).containsExactly("before", "behind");
        }
        assertThat(heard.lost(LossReason.REFUSED)).isEqualTo(1);
    }

    @Test
    void shouldGoOnBehindWhatIsAcknowledged() throws IOException {
        try (Spool spool = open(directory())) {
            spool.append(entries(0, 300));
            SpoolReader reader = spool.reader();
            spool.acknowledge(last(reader.next(120)).end());
        }
        try (Spool spool = open(directory())) {
            spool.append(entries(300, 310));

            assertThat(drain(spool.reader())).isEqualTo(values(120, 310));
        }
        assertThat(heard.lost).isEmpty();
    }

    @Test
    void shouldGiveEverythingAgainWithoutAPosition() throws IOException {
        try (Spool spool = open(directory())) {
            spool.append(entries(0, 20));
            spool.acknowledge(last(spool.reader().next(10)).end());
        }
        Files.delete(directory().resolve("position"));

        try (Spool spool = open(directory())) {
            assertThat(drain(spool.reader())).isEqualTo(values(0, 20));
        }
    }

    @Test
    void shouldGiveEverythingAgainWhenThePositionIsDamaged() throws IOException {
        try (Spool spool = open(directory())) {
            spool.append(entries(0, 20));
            spool.acknowledge(last(spool.reader().next(10)).end());
        }
        byte[] position = Files.readAllBytes(directory().resolve("position"));
        for (int i = 0; i < position.length; i++) {
            byte[] damaged = position.clone();
            damaged[i] ^= 1;
            Files.write(directory().resolve("position"), damaged);
            PositionFile file = new PositionFile(directory().resolve("position"));

            assertThat(file.read()).as("byte %d", i).isEqualTo(SpoolPosition.START);
        }
    }

    @Test
    void shouldDeleteSegmentsThatAreAcknowledged() throws IOException {
        try (Spool spool = open(directory())) {
            spool.append(entries(0, 500));
            int all = segments(directory()).size();
            SpoolReader reader = spool.reader();

            spool.acknowledge(last(reader.next(250)).end());
            assertThat(segments(directory())).hasSizeBetween(1, all - 1);
            drain(reader);
            spool.acknowledge(reader.position());
            assertThat(spool.isDrained()).isTrue();
            assertThat(spool.waitingBytes()).isZero();
            spool.tidy();
            assertThat(segments(directory())).isEmpty();

            spool.append(entries(500, 510));
            assertThat(drain(reader)).isEqualTo(values(500, 510));
        }
        assertThat(heard.lost).isEmpty();
    }

    @Test
    void shouldNeverUseANumberAgainForASegment() throws IOException {
        long before;
        try (Spool spool = open(directory())) {
            spool.append(entries(0, 500));
            SpoolReader reader = spool.reader();
            drain(reader);
            before = reader.position().segment();
            spool.acknowledge(reader.position());
        }
        try (Spool spool = open(directory())) {
            spool.append(entries(500, 501));

            assertThat(spool.end().segment()).isGreaterThan(before);
            assertThat(drain(spool.reader())).isEqualTo(values(500, 501));
        }
    }

    @Test
    void shouldNumberRecordsWithinARunOfItsOwn() throws IOException {
        List<SpooledRecord> records = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (Spool spool = open(directory())) {
                spool.append(entries(0, 3));
                records = spool.reader().next(10);
            }
        }

        assertThat(records).extracting(SpooledRecord::sequence).containsExactly(1L, 2L, 3L, 1L, 2L, 3L);
        assertThat(records.get(0).run()).isNotEqualTo(records.get(3).run());
    }

    @Test
    void shouldDropTheOldestWhenFullAndCountEachOfThem() throws IOException {
        int total = 30_000;
        try (Spool spool = open(directory())) {
            for (int i = 0; i < total; i += 100) {
                spool.append(entries(i, i + 100));
            }
            List<String> left = drain(spool.reader());
            long lost = heard.lost(LossReason.SPOOL_FULL);

            assertThat(lost).isPositive();
            assertThat(left).isEqualTo(values((int) lost, total));
            assertThat(diskUse()).isLessThanOrEqualTo(LIMIT_BYTES).isGreaterThan(LIMIT_BYTES * 9 / 10);
        }
        assertThat(heard.lost).hasSize(1);
    }

    @Test
    void shouldNotCountAsLostWhatWasReadBeforeItHadToGo() throws IOException {
        try (Spool spool = open(directory())) {
            spool.append(entries(0, 1000));
            SpoolReader reader = spool.reader();
            List<SpooledRecord> read = reader.next(700);
            int next = 1000;
            while (!spool.isGone(read.get(699).end())) {
                spool.append(entries(next, next + 100));
                next += 100;
            }
            List<String> rest = drain(reader);

            assertThat(700 + heard.lost(LossReason.SPOOL_FULL) + rest.size()).isEqualTo(next);
            assertThat(rest).isEqualTo(values(next - rest.size(), next));
        }
        assertThat(heard.lost(LossReason.CORRUPT)).isZero();
    }

    @Test
    void shouldSayWhetherThereIsRoom() throws IOException {
        try (Spool spool = open(directory())) {
            int next = 0;
            while (spool.hasRoom(20_000)) {
                spool.append(entries(next, next + 100));
                next += 100;
            }
            assertThat(heard.lost).isEmpty();
            SpoolReader reader = spool.reader();
            spool.acknowledge(last(reader.next(next / 2)).end());

            assertThat(spool.hasRoom(20_000)).isTrue();
        }
    }

    @Test
    void shouldHoldInMemoryWhatTheDiskRefusesAndKeepTheOrder() throws IOException {
        Disk disk = new Disk();
        try (Spool spool = Spool.open(settings(directory(), LIMIT_BYTES, SEGMENT_BYTES), heard, () -> 1, disk)) {
            spool.append(entries(0, 10));
            disk.full = true;
            spool.append(entries(10, 500));
            SpoolReader reader = spool.reader();

            assertThat(drain(reader)).isEqualTo(values(0, 500));
            spool.acknowledge(reader.position());
            assertThat(spool.isDrained()).isTrue();
            assertThat(heard.diskFailures).isPositive();
            assertThat(heard.lost).isEmpty();
            disk.full = false;
        }
    }

    @Test
    void shouldHaveNoRoomWhenTheDiskRefusesAndMemoryIsFull() throws IOException {
        Disk disk = new Disk();
        disk.full = true;
        try (Spool spool = Spool.open(settings(directory(), LIMIT_BYTES, SEGMENT_BYTES), heard, () -> 1, disk)) {
            int next = 0;
            while (spool.hasRoom(20_000)) {
                spool.append(entries(next, next + 100));
                next += 100;
            }

            assertThat(heard.lost).isEmpty();
            assertThat(drain(spool.reader())).isEqualTo(values(0, next));
        }
    }

    @Test
    void shouldBoundWhatIsHeldInMemoryAndCountTheRest() throws IOException {
        Disk disk = new Disk();
        disk.full = true;
        try (Spool spool = Spool.open(settings(directory(), LIMIT_BYTES, SEGMENT_BYTES), heard, () -> 1, disk)) {
            int total = 30_000;
            for (int i = 0; i < total; i += 100) {
                spool.append(entries(i, i + 100));
            }
            long lost = heard.lost(LossReason.DISK);

            assertThat(lost).isPositive();
            assertThat(drain(spool.reader())).isEqualTo(values((int) lost, total));
        }
    }

    @Test
    void shouldCountWhatADiskCannotReadAndGoOn() throws IOException {
        Disk disk = new Disk();
        try (Spool spool = Spool.open(settings(directory(), LIMIT_BYTES, SEGMENT_BYTES), heard, () -> 1, disk)) {
            spool.append(entries(0, 500));
            SpoolReader reader = spool.reader();
            int read = reader.next(3).size();
            disk.unreadable = true;
            assertThat(drain(reader).size() + read).isLessThan(500);
            disk.unreadable = false;
            spool.append(entries(500, 510));

            assertThat(drain(reader)).isEqualTo(values(500, 510));
            assertThat(heard.lost(LossReason.CORRUPT)).isBetween(400L, 497L);
            assertThat(heard.diskFailures).isPositive();
        }
    }

    @Test
    void shouldBeForOneProcessAtATime() throws IOException {
        try (Spool first = open(directory())) {
            assertThatThrownBy(() -> open(directory()))
                    .isInstanceOf(SpoolException.class)
                    .hasMessageContaining(first.path().toString())
                    .hasMessageContaining("used by another plainsight")
                    .hasMessageContaining("--spool");
        }
        open(directory()).close();
    }

    @Test
    void shouldSayWhenTheDirectoryCannotBeMade() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThatThrownBy(() -> open(file.resolve("spool")))
                .isInstanceOf(SpoolException.class)
                .hasMessageContaining(file.resolve("spool").toString())
                .hasMessageContaining("--spool");
    }

    @Test
    void shouldRefuseFilesOfANewerVersion() throws IOException {
        try (Spool spool = open(directory())) {
            spool.append(entries(0, 3));
        }
        Path segment = segments(directory()).get(0);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[11] = FileSegment.VERSION + 1;
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(bytes, 0, 12);
        java.nio.ByteBuffer.wrap(bytes).putInt(12, (int) crc.getValue());
        Files.write(segment, bytes);

        assertThatThrownBy(() -> open(directory()))
                .isInstanceOf(SpoolException.class)
                .hasMessageContaining(segment.toString())
                .hasMessageContaining("newer version");
    }

    @Test
    void shouldBeReadableForItsUserAlone() throws IOException {
        try (Spool spool = open(directory())) {
            spool.append(entries(0, 3));
            spool.acknowledge(last(spool.reader().next(1)).end());
            spool.persist();

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
                    .isEqualTo("rwx------");
            assertThat(Spools.files(directory())).hasSize(3).allSatisfy(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
    }

    private Path directory() {
        return temporary.resolve("data").resolve("spool");
    }

    private Spool open(Path directory) throws SpoolException {
        return Spool.open(settings(directory, LIMIT_BYTES, SEGMENT_BYTES), heard);
    }

    private long diskUse() throws IOException {
        long bytes = 0;
        for (Path segment : segments(directory())) {
            bytes += Files.size(segment);
        }
        return bytes;
    }

    private static SpooledRecord last(List<SpooledRecord> records) {
        return records.get(records.size() - 1);
    }
}
