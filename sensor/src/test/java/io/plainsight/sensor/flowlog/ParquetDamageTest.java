package io.plainsight.sensor.flowlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.testing.SharedFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;

/** Files in Parquet that are cut, damaged, or hold other columns. */
class ParquetDamageTest {
    private final RecordingSink sink = new RecordingSink();
    private final List<RefusedRecord> letters = new ArrayList<>();
    private final FlowLogReader reader =
            new FlowLogReader(null, new FlowLogSettings(FlowLogFormats.NONE, letters::add));

    @Test
    void shouldRefuseOtherColumnTypesByName() throws Exception {
        assertThatThrownBy(() -> read(fileOf(Type.INT32, "srcaddr", "dstaddr")))
                .hasMessageContaining("b.parquet: column srcaddr has type INT32 where text");
        assertThatThrownBy(() -> read(fileOf(Type.DOUBLE, "bytes", "srcaddr")))
                .hasMessageContaining("column bytes has type DOUBLE where INT32, INT64 or text");
        assertThatThrownBy(() -> read(fileOf(Type.BYTE_ARRAY, "srcaddr", "bytes")))
                .hasMessageContaining("names no dstaddr");
        assertThat(sink.observations).isEmpty();
        assertThat(letters).hasSize(3).allSatisfy(letter -> {
            assertThat(letter.problem()).isEqualTo(RowProblem.FILE);
            assertThat(letter.file()).isEqualTo("s3://a/b.parquet");
        });
    }

    @Test
    void shouldFailCleanlyWhereverAFileIsCut() throws Exception {
        byte[] whole = Files.readAllBytes(sample());

        for (int length = 4; length < whole.length; length += 7) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut)).as("length %d", length).isInstanceOf(FlowLogException.class);
        }
    }

    @Test
    void shouldThrowNothingElseWhateverIsDamaged() throws Exception {
        byte[] whole = Files.readAllBytes(sample());
        Random random = new Random(11);

        int failed = 0;
        for (int i = 0; i < 1500; i++) {
            byte[] bytes = whole.clone();
            for (int hits = random.nextInt(4); hits >= 0; hits--) {
                bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt(256);
            }
            try {
                read(bytes);
            } catch (FlowLogException e) {
                failed++;
                assertThat(e.getMessage()).startsWith("s3://a/b.parquet");
            }
        }
        assertThat(failed).isPositive();
    }

    /** No rows: what the columns are is known before. */
    private static byte[] fileOf(Type first, String... names) throws Exception {
        List<SchemaElement> schema = new ArrayList<>();
        schema.add(new SchemaElement("record").setNum_children(names.length));
        for (int i = 0; i < names.length; i++) {
            schema.add(new SchemaElement(names[i])
                    .setType(i == 0 ? first : Type.BYTE_ARRAY)
                    .setRepetition_type(FieldRepetitionType.OPTIONAL));
        }
        ByteArrayOutputStream footer = new ByteArrayOutputStream();
        Util.writeFileMetaData(new FileMetaData(1, schema, 0, List.of()), footer);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] magic = "PAR1".getBytes(StandardCharsets.US_ASCII);
        file.write(magic);
        file.write(footer.toByteArray());
        for (int shift = 0; shift < 32; shift += 8) {
            file.write(footer.size() >>> shift);
        }
        file.write(magic);
        return file.toByteArray();
    }

    private void read(byte[] content) throws FlowLogException {
        reader.read(
                new ByteArrayInputStream(content),
                reader.origin("s3://a/b.parquet", "b.parquet", Instant.EPOCH),
                sink,
                new SensorCounters());
    }

    private static Path sample() throws Exception {
        return FlowLogFiles.find(SharedFolder.require().resolve("flowlogs/aws-vpc/parquet/AWSLogs/999999999999"))
                .files()
                .get(0)
                .file();
    }
}
