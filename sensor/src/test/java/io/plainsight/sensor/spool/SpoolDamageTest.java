package io.plainsight.sensor.spool;

import static io.plainsight.sensor.spool.Spools.copy;
import static io.plainsight.sensor.spool.Spools.drain;
import static io.plainsight.sensor.spool.Spools.entries;
import static io.plainsight.sensor.spool.Spools.entry;
import static io.plainsight.sensor.spool.Spools.segments;
import static io.plainsight.sensor.spool.Spools.settings;
import static io.plainsight.sensor.spool.Spools.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.spool.Spools.Heard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a crash or a disk does to the files, the rest is read, in order, and nothing is read that was not written. */
class SpoolDamageTest {
    private static final int RECORDS = 8;
    private static final long SEED = 20261121;

    @TempDir
    Path temporary;

    private Path original;
    private byte[] bytes;
    private int copies;

    @BeforeEach
    void writeASegment() throws IOException {
        original = temporary.resolve("original");
        try (Spool spool = Spool.open(settings(original), new Heard())) {
            spool.append(entries(0, RECORDS));
            copy(original, temporary.resolve("as-killed"));
        }
        bytes = Files.readAllBytes(segments(temporary.resolve("as-killed")).get(0));
    }

    @Test
    void shouldKeepEveryWholeRecordWhereverTheFileEnds() throws IOException {
        int recordBytes = (bytes.length - FileSegment.HEADER_BYTES) / RECORDS;
        for (int length = 0; length <= bytes.length; length++) {
            int whole = Math.max(0, length - FileSegment.HEADER_BYTES) / recordBytes;
            boolean torn = length > FileSegment.HEADER_BYTES && (length - FileSegment.HEADER_BYTES) % recordBytes != 0;
            Heard heard = new Heard();
            Path directory = spoolOf(Arrays.copyOf(bytes, length));

            try (Spool spool = Spool.open(settings(directory), heard)) {
                spool.append(entries(100, 102));
                List<String> expected = new ArrayList<>(values(0, whole));
                expected.addAll(values(100, 102));

                assertThat(drain(spool.reader())).as("cut to %d bytes", length).isEqualTo(expected);
            }
            assertThat(heard.lost(LossReason.TORN))
                    .as("cut to %d bytes", length)
                    .isEqualTo(torn ? 1 : 0);
            assertThat(heard.lost(LossReason.CORRUPT))
                    .as("cut to %d bytes", length)
                    .isZero();
        }
    }

    @Test
    void shouldLoseOnlyTheRecordInWhichAByteIsDamaged() throws IOException {
        int recordBytes = (bytes.length - FileSegment.HEADER_BYTES) / RECORDS;
        for (int at = 0; at < bytes.length; at++) {
            for (int flip : new int[] {0x01, 0xFF}) {
                byte[] damaged = bytes.clone();
                damaged[at] ^= (byte) flip;
                Heard heard = new Heard();
                List<String> expected = new ArrayList<>(values(0, RECORDS));
                boolean inHeader = at < FileSegment.HEADER_BYTES;
                if (!inHeader) {
                    expected.remove((at - FileSegment.HEADER_BYTES) / recordBytes);
                }

                try (Spool spool = Spool.open(settings(spoolOf(damaged)), heard)) {
                    assertThat(drain(spool.reader()))
                            .as("byte %d ^ %x", at, flip)
                            .isEqualTo(expected);
                }
                assertThat(heard.lost(LossReason.TORN) + heard.lost(LossReason.CORRUPT))
                        .as("byte %d ^ %x", at, flip)
                        .isEqualTo(inHeader ? 0 : 1);
            }
        }
    }

    @Test
    void shouldCountEachOfSeveralRecordsThatAreDamagedTogether() throws IOException {
        int recordBytes = (bytes.length - FileSegment.HEADER_BYTES) / RECORDS;
        byte[] damaged = bytes.clone();
        int from = FileSegment.HEADER_BYTES + 2 * recordBytes + 10;
        Arrays.fill(damaged, from, from + 3 * recordBytes, (byte) 0);
        Heard heard = new Heard();

        try (Spool spool = Spool.open(settings(spoolOf(damaged)), heard)) {
            assertThat(drain(spool.reader())).containsExactly("entry 0", "entry 1", "entry 6", "entry 7");
        }
        assertThat(heard.lost(LossReason.CORRUPT)).isEqualTo(4);
    }

    /** A record's image, as somebody who knows the format might send it for a server name. */
    @Test
    void shouldNotTakeTextForARecord() throws IOException {
        String image = new String(bytes, StandardCharsets.UTF_8);
        Path directory = temporary.resolve("text");
        try (Spool spool = Spool.open(settings(directory), new Heard())) {
            spool.append(List.of(entry("first"), entry(image + image), entry("last")));
            copy(directory, temporary.resolve("text-as-killed"));
        }
        Path segment = segments(temporary.resolve("text-as-killed")).get(0);
        byte[] damaged = Files.readAllBytes(segment);
        int secondRecord = FileSegment.HEADER_BYTES + RecordFormat.sizeOf(entry("first"));
        damaged[secondRecord + RecordFormat.HEADER_BYTES] ^= 1;
        Files.write(segment, damaged);

        try (Spool spool = Spool.open(settings(temporary.resolve("text-as-killed")), new Heard())) {
            assertThat(drain(spool.reader())).containsExactly("first", "last");
        }
    }

    @Test
    void shouldReadWhatIsWholeOfAnyMixtureOfDamage() throws IOException {
        Random random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = bytes.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(damaged.length);
                int to = Math.min(damaged.length, at + 1 + random.nextInt(200));
                byte[] rubbish = new byte[to - at];
                random.nextBytes(rubbish);
                System.arraycopy(rubbish, 0, damaged, at, rubbish.length);
            }
            damaged = Arrays.copyOf(damaged, random.nextInt(4) == 0 ? random.nextInt(damaged.length) : damaged.length);
            Heard heard = new Heard();

            try (Spool spool = Spool.open(settings(spoolOf(damaged)), heard)) {
                List<String> read = drain(spool.reader());

                // in order, each once, and none that nobody wrote
                List<String> known = new ArrayList<>(values(0, RECORDS));
                known.retainAll(read);
                assertThat(read).as("round %d", round).isEqualTo(known);
                if (read.size() < RECORDS && damaged.length == bytes.length) {
                    assertThat(heard.lost).as("round %d", round).isNotEmpty();
                }
            }
        }
    }

    /** Kills at random moments, each time with a random part of the last write gone, and reads on. */
    @Test
    void shouldGiveEverythingThatWasWrittenWheneverTheProcessIsKilled() throws IOException {
        Random random = new Random(SEED);
        List<String> received = new ArrayList<>();
        List<String> written = new ArrayList<>();
        Path directory = temporary.resolve("killed-0");
        long torn = 0;
        for (int life = 1; life <= 40; life++) {
            Heard heard = new Heard();
            Path next = temporary.resolve("killed-" + life);
            try (Spool spool = Spool.open(settings(directory, 1 << 20, 2048), heard)) {
                SpoolReader reader = spool.reader();
                for (int step = random.nextInt(12); step >= 0; step--) {
                    int from = written.size();
                    int to = from + 1 + random.nextInt(20);
                    spool.append(entries(from, to));
                    written.addAll(values(from, to));
                    List<SpooledRecord> some = reader.next(random.nextInt(25));
                    for (SpooledRecord record : some) {
                        received.add(Spools.value(record));
                    }
                    if (!some.isEmpty() && random.nextBoolean()) {
                        spool.acknowledge(some.get(random.nextInt(some.size())).end());
                    }
                    if (random.nextInt(3) == 0) {
                        spool.persist();
                    }
                }
                copy(directory, next); // as kill -9 leaves it
            }
            torn += heard.lost(LossReason.TORN);
            assertThat(heard.lost(LossReason.CORRUPT)).isZero();
            List<Path> left = segments(next);
            if (!left.isEmpty() && random.nextBoolean()) {
                Path last = left.get(left.size() - 1);
                byte[] whole = Files.readAllBytes(last);
                byte[] half = Arrays.copyOf(whole, whole.length + 20); // a write that had begun
                System.arraycopy(bytes, FileSegment.HEADER_BYTES, half, whole.length, 20);
                Files.write(last, half);
            }
            directory = next;
        }
        try (Spool spool = Spool.open(settings(directory, 1 << 20, 2048), new Heard())) {
            received.addAll(drain(spool.reader()));
        }

        assertThat(torn).isPositive();
        assertThat(received.stream().distinct()).containsExactlyElementsOf(written);
    }

    private Path spoolOf(byte[] segment) throws IOException {
        Path directory = Files.createDirectories(temporary.resolve("copy-" + copies++));
        Files.write(directory.resolve("0000000000000001.spool"), segment);
        return directory;
    }
}
