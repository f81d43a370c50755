package io.plainsight.sensor.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpReassemblerTest {
    private static final int HOLD_LIMIT = 64 << 10;

    private final SensorCounters counters = new SensorCounters();
    private final BufferPool pool = new BufferPool(1 << 20);
    private final RecordedStream stream = new RecordedStream();
    private final TcpReassembler reassembler = new TcpReassembler(stream, pool, HOLD_LIMIT, counters);

    @Test
    void shouldHandOnOrderedSegmentsOneByOneWithoutCopying() {
        reassembler.base(1000);
        segment(1000, "hello ");
        segment(1006, "world");

        assertThat(stream.text()).isEqualTo("hello world");
        assertThat(stream.calls()).isEqualTo(2);
        assertThat(pool.allocatedBytes()).isZero();
    }

    @Test
    void shouldPutSegmentsThatArriveInReverseIntoOrder() {
        reassembler.base(1000);
        segment(1004, "e");
        segment(1002, "cd");
        segment(1000, "ab");

        assertThat(stream.text()).isEqualTo("abcde");
        assertThat(pool.inUseBytes()).isZero();
        assertThat(counters.get(SensorCounter.TCP_OUT_OF_ORDER_SEGMENTS)).isEqualTo(2);
    }

    @Test
    void shouldLetTheFirstCopyWinAndTellThatALaterOneDiffers() {
        reassembler.base(1000);
        segment(1000, "0123456789abcdef0123456789abcdef");
        segment(1000, "0123456789abcdef0123456789abcdef");
        segment(1004, "456789abcdef0123456789abcdef, and more");
        assertThat(stream.conflicts()).isZero();
        segment(1000, "0123456789ABCDEF0123456789abcdef");

        assertThat(stream.text()).isEqualTo("0123456789abcdef0123456789abcdef, and more");
        assertThat(stream.conflicts()).isEqualTo(1);
        assertThat(counters.get(SensorCounter.TCP_CONFLICTING_SEGMENTS)).isEqualTo(1);
    }

    @Test
    void shouldTellThatHeldBytesDifferFromTheirRepetition() {
        reassembler.base(1000);
        segment(1016, "0123456789abcdef");
        segment(1016, "0123456789abcdef");
        assertThat(stream.conflicts()).isZero();
        segment(1016, "0123456789abcdeX");
        assertThat(stream.conflicts()).isEqualTo(1);
        segment(1000, "----------------ZZZZZZZZ89abcdef");

        assertThat(stream.text()).isEqualTo("----------------0123456789abcdef");
        assertThat(stream.conflicts()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, Integer.MAX_VALUE - 40, Integer.MIN_VALUE, -40})
    void shouldNoticeAChangedBlockAnywhereInTheWindowAndNothingElse(int base) {
        byte[] bytes = new byte[6000];
        new Random(1).nextBytes(bytes);
        reassembler.base(base);
        for (int at = 0; at < bytes.length; at += 500) {
            segment(base + at, text(bytes, at, 500));
        }
        for (int at = 0; at < bytes.length; at += 300) {
            segment(base + at, text(bytes, at, 300));
        }
        assertThat(stream.conflicts()).isZero();

        byte[] changed = bytes.clone();
        for (int i = 4000; i < 4032; i++) {
            changed[i]++;
        }
        segment(base + 3900, text(changed, 3900, 300));
        assertThat(stream.conflicts()).isEqualTo(1);
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }

    /** What a capture claims as a packet's length can be anything; sequence numbers must not run round the circle by it. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldComeToAnEndWhateverLengthsAreClaimed() {
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            TcpReassembler any = new TcpReassembler(new RecordedStream(), pool, HOLD_LIMIT, counters);
            any.base(0);
            for (int i = 0; i < 12; i++) {
                int sequence = random.nextInt() >>> random.nextInt(31);
                int length = random.nextInt(Integer.MAX_VALUE) >>> random.nextInt(31);
                int captured = Math.min(length, random.nextInt(30));
                any.onSegment(ByteBuffer.wrap(new byte[32]), 0, captured, length, sequence, random.nextInt(20) == 0, 0);
                any.onAcknowledgment(random.nextInt());
                any.onPacketDone(0);
            }
            any.flush(0);
            any.close();
        }
        assertThat(pool.inUseBytes()).isZero();
        assertThat(counters.get(SensorCounter.TCP_OUT_OF_WINDOW_SEGMENTS)).isPositive();
    }

    @Test
    void shouldIgnoreRetransmissionsAndKeepAlives() {
        reassembler.base(1000);
        segment(1000, "abc");
        segment(1000, "abc");
        segment(1002, "\0");
        segment(1003, "d");

        assertThat(stream.text()).isEqualTo("abcd");
        assertThat(counters.get(SensorCounter.TCP_RETRANSMITTED_SEGMENTS)).isEqualTo(2);
    }

    @Test
    void shouldTakeZeroWindowProbeAsTheNextByte() {
        reassembler.base(1000);
        segment(1000, "abc");
        segment(1003, "d");
        segment(1003, "def");

        assertThat(stream.text()).isEqualTo("abcdef");
    }

    @Test
    void shouldKeepTheFirstCopyWhereSegmentsOverlapInOrder() {
        reassembler.base(1000);
        segment(1000, "abcd");
        segment(1002, "XYef");

        assertThat(stream.text()).isEqualTo("abcdef");
        assertThat(counters.get(SensorCounter.TCP_OVERLAPPING_SEGMENTS)).isEqualTo(1);
    }

    @Test
    void shouldKeepTheFirstCopyWhereSegmentsOverlapAheadOfAHole() {
        reassembler.base(1000);
        segment(1004, "ef");
        segment(1002, "cdXX");
        segment(1003, "XXXgh");
        segment(1000, "abXXXXXX");

        assertThat(stream.text()).isEqualTo("abcdefgh");
    }

    @Test
    void shouldFillSeveralHolesWithOneSegment() {
        reassembler.base(1000);
        segment(1001, "b");
        segment(1003, "d");
        segment(1005, "f");
        segment(1000, "aXcXeXg");

        assertThat(stream.text()).isEqualTo("abcdefg");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x7ffffffe, 0x80000000, -2, -1})
    void shouldGoOnWhereSequenceNumbersWrap(int start) {
        reassembler.base(start);
        segment(start + 4, "ef");
        segment(start, "ab");
        segment(start + 2, "cd");
        segment(start + 1, "bcdefg");

        assertThat(stream.text()).isEqualTo("abcdefg");
    }

    @Test
    void shouldStartAtTheFirstSegmentWhenPickedUpMidway() {
        segment(77_777, "late");

        assertThat(stream.text()).isEqualTo("late");
    }

    @Test
    void shouldReportGapOnceAcknowledgmentProvesTheLossAndPacketsGoOn() {
        reassembler.base(1000);
        segment(1000, "ab");
        segment(1005, "fg");
        reassembler.onAcknowledgment(1007);
        for (int i = 0; i < TcpReassembler.REORDER_TOLERANCE; i++) {
            reassembler.onPacketDone(0);
        }
        assertThat(stream.text()).isEqualTo("ab");

        reassembler.onPacketDone(0);

        assertThat(stream.text()).isEqualTo("ab[3]fg");
        assertThat(counters.get(SensorCounter.TCP_GAPS)).isEqualTo(1);
        assertThat(counters.get(SensorCounter.TCP_GAP_BYTES)).isEqualTo(3);
    }

    @Test
    void shouldAcceptDataCapturedAfterItsAcknowledgment() {
        reassembler.base(1000);
        reassembler.onAcknowledgment(1004);
        reassembler.onPacketDone(0);
        segment(1000, "abcd");
        reassembler.onPacketDone(0);

        assertThat(stream.text()).isEqualTo("abcd");
    }

    @Test
    void shouldWaitForRetransmissionWhileTheHoleIsNotAcknowledged() {
        reassembler.base(1000);
        segment(1002, "cd");
        reassembler.onAcknowledgment(1000);
        for (int i = 0; i < 100; i++) {
            reassembler.onPacketDone(0);
        }
        segment(1000, "ab");

        assertThat(stream.text()).isEqualTo("abcd");
    }

    @Test
    void shouldNotTakeAnUnseenFinForALostByte() {
        reassembler.base(1000);
        segment(1000, "ab");
        reassembler.onAcknowledgment(1003);
        for (int i = 0; i < 10; i++) {
            reassembler.onPacketDone(0);
        }

        assertThat(stream.text()).isEqualTo("ab");
    }

    @Test
    void shouldGiveUpTheHoleWhenTooMuchIsHeldBehindIt() {
        reassembler.base(0);
        String kilobyte = "x".repeat(1024);
        for (int i = 1; i <= 64; i++) {
            segment(i * 1024, kilobyte);
        }
        assertThat(stream.text()).isEmpty();

        segment(65 * 1024, kilobyte);

        assertThat(stream.text()).isEqualTo("[1024]" + kilobyte.repeat(65));
        assertThat(pool.inUseBytes()).isZero();
        assertThat(counters.get(SensorCounter.TCP_HOLD_EXCEEDED)).isEqualTo(1);
    }

    @Test
    void shouldDeliverInPlaceBehindAGapWhenThePoolIsEmpty() {
        BufferPool small = new BufferPool(BufferPool.LARGEST);
        ByteBuffer all = small.acquire(BufferPool.LARGEST);
        TcpReassembler poor = new TcpReassembler(stream, small, HOLD_LIMIT, counters);
        poor.base(0);

        poor.onSegment(bytes("far"), 0, 3, 3, 5000, false, 0);

        assertThat(stream.text()).isEqualTo("[5000]far");
        small.release(all, 0);
    }

    @Test
    void shouldReportWhatTheCaptureCutOff() {
        reassembler.base(1000);
        reassembler.onSegment(bytes("abcd"), 0, 4, 10, 1000, false, 0);
        segment(1010, "k");

        assertThat(stream.text()).isEqualTo("abcd[6]k");
        assertThat(counters.get(SensorCounter.TCP_TRUNCATED_SEGMENTS)).isEqualTo(1);
    }

    @Test
    void shouldReportWhatTheCaptureCutOffHeldSegments() {
        reassembler.base(1000);
        reassembler.onSegment(bytes("cd"), 0, 2, 4, 1002, false, 0);
        segment(1000, "ab");
        segment(1006, "g");

        assertThat(stream.text()).isEqualTo("abcd[2]g");
    }

    @Test
    void shouldEndAtTheFinOnlyAfterEverythingBeforeIt() {
        reassembler.base(1000);
        reassembler.onSegment(bytes("cd"), 0, 2, 2, 1002, true, 0);
        assertThat(reassembler.isFinished()).isFalse();
        segment(1000, "ab");
        reassembler.onSegment(bytes("cd"), 0, 2, 2, 1002, true, 0);

        assertThat(stream.text()).isEqualTo("abcd|");
        assertThat(reassembler.isFinished()).isTrue();
    }

    @Test
    void shouldHandOnWhatIsHeldWhenClosedWithAHole() {
        reassembler.base(1000);
        segment(1000, "ab");
        segment(1004, "ef");
        reassembler.onSegment(bytes(""), 0, 0, 0, 1008, true, 0);

        reassembler.flush(0);

        assertThat(stream.text()).isEqualTo("ab[2]ef[2]|");
    }

    @Test
    void shouldHandOnNothingAndHoldNothingAfterClose() {
        reassembler.base(1000);
        segment(1004, "ef");
        reassembler.close();
        segment(1000, "abcd");
        reassembler.flush(0);

        assertThat(stream.text()).isEmpty();
        assertThat(pool.inUseBytes()).isZero();
    }

    /** Whatever the cuts, the order, the repetitions and the first number: within the limits the same bytes come out. */
    @ParameterizedTest
    @MethodSource("seeds")
    void shouldGiveTheSameStreamForAnyArrivalOrder(long seed) {
        Random random = new Random(seed);
        int length = 1 + random.nextInt(random.nextInt(4) == 0 ? 10 : 3000);
        // one in four wraps within the stream, one in four crosses the sign bit
        int start =
                switch (random.nextInt(4)) {
                    case 0 -> -random.nextInt(length + 1);
                    case 1 -> Integer.MIN_VALUE - random.nextInt(length + 1);
                    default -> random.nextInt();
                };
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < length; i++) {
            sent.append((char) ('a' + random.nextInt(26)));
        }
        List<int[]> segments = new ArrayList<>();
        for (int at = 0; at < length; ) {
            int size = Math.min(length - at, 50 + random.nextInt(200));
            segments.add(new int[] {at, at + size});
            at += size;
        }
        int extra = random.nextInt(10);
        for (int i = 0; i < extra; i++) {
            int from = random.nextInt(length);
            segments.add(new int[] {from, from + 1 + random.nextInt(Math.min(400, length - from))});
        }
        Collections.shuffle(segments, random);
        BufferPool ownPool = new BufferPool(1 << 20);
        RecordedStream received = new RecordedStream();
        TcpReassembler any = new TcpReassembler(received, ownPool, HOLD_LIMIT, new SensorCounters());
        any.base(start);

        for (int[] range : segments) {
            String part = sent.substring(range[0], range[1]);
            any.onSegment(bytes(part), 0, part.length(), part.length(), start + range[0], false, 0);
            any.onPacketDone(0);
        }

        assertThat(received.text()).isEqualTo(sent.toString());
        assertThat(ownPool.inUseBytes()).isZero();
    }

    /** Arbitrary segments: it never throws, gives all buffers back, and accounts for every byte it passes once. */
    @ParameterizedTest
    @MethodSource("seeds")
    void shouldSurviveAnySegments(long seed) {
        Random random = new Random(seed);
        BufferPool ownPool = new BufferPool(1 << 20);
        TcpReassembler any = new TcpReassembler(new RecordedStream(), ownPool, 4096, new SensorCounters());
        ByteBuffer bytes = ByteBuffer.allocate(2000);
        for (int i = 0; i < 300; i++) {
            int sequence = random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(20_000);
            int length = random.nextInt(2000);
            int captured = random.nextInt(5) == 0 ? random.nextInt(length + 1) : length;
            any.onSegment(bytes, 0, captured, length, sequence, random.nextInt(100) == 0, i);
            if (random.nextInt(3) == 0) {
                any.onAcknowledgment(random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(20_000));
            }
            any.onPacketDone(i);
        }
        any.flush(300);
        any.close();

        assertThat(ownPool.inUseBytes()).isZero();
    }

    static LongStream seeds() {
        return new Random(20_261_120).longs(300);
    }

    private void segment(int sequence, String payload) {
        reassembler.onSegment(bytes(payload), 0, payload.length(), payload.length(), sequence, false, 0);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
