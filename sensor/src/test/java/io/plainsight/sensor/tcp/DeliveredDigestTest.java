package io.plainsight.sensor.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** However a stream is cut into segments, the same is remembered of it. */
class DeliveredDigestTest {
    private static final int LENGTH = 6000;
    private static final int WINDOW = (DeliveredDigest.BLOCKS - 1) * DeliveredDigest.BLOCK;

    private final DeliveredDigest digest = new DeliveredDigest();

    @RepeatedTest(50)
    void shouldKnowEveryWholeBlockHoweverTheStreamIsCut(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        // also where sequence numbers run over, and in the middle of a block
        int start = random.nextBoolean() ? random.nextInt() : -random.nextInt(LENGTH);
        ByteBuffer stream = random(random);
        deliver(stream, start, random, 1 + random.nextInt(random.nextBoolean() ? 20 : 1500));
        int next = start + LENGTH;

        int noticed = 0;
        int changes = 0;
        for (int i = 0; i < 200; i++) {
            int from = LENGTH - WINDOW + random.nextInt(WINDOW - 100);
            int length = 20 + random.nextInt(80);
            ByteBuffer again = copy(stream, from, length, random.nextBoolean());
            assertThat(digest.differs(again, 0, length, start + from, next)).isFalse();

            int skip = -(start + from) & DeliveredDigest.BLOCK - 1;
            int inBlocks = (length - skip) / DeliveredDigest.BLOCK * DeliveredDigest.BLOCK;
            int at = skip + random.nextInt(inBlocks);
            again.put(at, (byte) (again.get(at) ^ 1 + random.nextInt(255)));
            changes++;
            noticed += digest.differs(again, 0, length, start + from, next) ? 1 : 0;
        }
        // one in 255 has the same hash
        assertThat(noticed).isGreaterThan(changes * 95 / 100);
    }

    @Test
    void shouldSayNothingOfBlocksWithBytesThatWereMissing() {
        ByteBuffer stream = random(new Random(1));
        digest.delivered(stream, 0, 20, 0);
        digest.missing(20, 4);
        digest.delivered(stream, 24, 76, 24);

        ByteBuffer other = random(new Random(2));
        // the block from 16 to 23 alone was never whole
        assertThat(digest.differs(other, 16, 8, 16, 100)).isFalse();
        assertThat(digest.differs(other, 8, 8, 8, 100)).isTrue();
        assertThat(digest.differs(other, 24, 8, 24, 100)).isTrue();
    }

    @Test
    void shouldSayNothingOfWhatIsLongPastOrOfAnotherStream() {
        ByteBuffer stream = random(new Random(1));
        digest.delivered(stream, 0, LENGTH, 0);
        ByteBuffer other = random(new Random(2));
        assertThat(digest.differs(other, 0, 64, 0, LENGTH)).isFalse();
        assertThat(digest.differs(other, LENGTH - 64, 64, LENGTH - 64, LENGTH)).isTrue();

        digest.reset();
        assertThat(digest.differs(other, LENGTH - 64, 64, LENGTH - 64, LENGTH)).isFalse();
    }

    private void deliver(ByteBuffer stream, int start, Random random, int longest) {
        for (int at = 0; at < LENGTH; ) {
            int length = Math.min(LENGTH - at, 1 + random.nextInt(longest));
            stream.order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            digest.delivered(stream, at, length, start + at);
            at += length;
        }
    }

    private static ByteBuffer random(Random random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private static ByteBuffer copy(ByteBuffer stream, int from, int length, boolean bigEndian) {
        ByteBuffer copy = ByteBuffer.allocateDirect(length).put(0, stream, from, length);
        return copy.order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }
}
