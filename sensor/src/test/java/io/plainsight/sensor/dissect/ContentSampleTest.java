package io.plainsight.sensor.dissect;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ContentSample.Look;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentSampleTest {
    @ParameterizedTest
    @ValueSource(ints = {128, 200, 256, 400, 512, 1000, 1024, 5000})
    void shouldTakeRandomBytesForEncrypted(int length) {
        int encrypted = 0;
        for (int seed = 0; seed < 1000; seed++) {
            encrypted += look(random(seed, length)) == Look.ENCRYPTED ? 1 : 0;
        }

        assertThat(encrypted).isGreaterThan(980);
    }

    @Test
    void shouldSayTextOfTextInAnyLength() {
        assertThat(look(bytes("USER alice\r\nLIST\r\n"))).isEqualTo(Look.TEXT);
        assertThat(look(Base64.getMimeEncoder().encode(random(1, 700)))).isEqualTo(Look.TEXT);
    }

    @Test
    void shouldSayNothingOfFewBytesOrRecords() {
        assertThat(look(random(1, 100))).isEqualTo(Look.NOTHING);
        assertThat(look(bytes("short"))).isEqualTo(Look.NOTHING);
        ByteBuffer records = ByteBuffer.allocate(1024);
        for (int i = 0; records.remaining() >= 16; i++) {
            records.putInt(i).putInt(i * 7919).putLong(1_700_000_000_000L + i);
        }
        assertThat(look(records.array())).isEqualTo(Look.NOTHING);
    }

    /** No claim is made that encryption can be told from compression: the note says so. */
    @Test
    void shouldTakeCompressedBytesForEncryptedToo() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            Random random = new Random(3);
            for (int i = 0; i < 2000; i++) {
                gzip.write(bytes("line " + random.nextInt() + "\n"));
            }
        }

        assertThat(look(out.toByteArray())).isEqualTo(Look.ENCRYPTED);
    }

    @Test
    void shouldBeFullByBytesOrByPieces() {
        ContentSample sample = new ContentSample();
        sample.add(ByteBuffer.wrap(random(1, 2000)), 0, 2000);
        assertThat(sample.isFull()).isTrue();

        ContentSample trickle = new ContentSample();
        for (int i = 0; i < ContentSample.MAX_PIECES; i++) {
            assertThat(trickle.isFull()).isFalse();
            trickle.add(ByteBuffer.wrap(new byte[1]), 0, 1);
        }
        assertThat(trickle.isFull()).isTrue();
    }

    private static Look look(byte[] bytes) {
        ContentSample sample = new ContentSample();
        sample.add(ByteBuffer.wrap(bytes), 0, bytes.length);
        return sample.look();
    }

    private static byte[] random(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
