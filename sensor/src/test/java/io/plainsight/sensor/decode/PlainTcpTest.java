package io.plainsight.sensor.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.metrics.SensorCounters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The short cut says what the walk says: the walk is taken for the same bytes in a little-endian buffer. */
class PlainTcpTest {
    private static final int DAMAGED = 200_000;
    private static final byte[] FRAME = Samples.all().get("ethernet").frame();

    private final PacketDecoder decoder = new PacketDecoder(new SensorCounters());
    private int taken;

    @Test
    void shouldAgreeWithTheWalkWhereverTheCaptureIsCut() {
        for (int captured = 0; captured <= FRAME.length; captured++) {
            for (int original = captured; original <= FRAME.length + 20; original++) {
                assertSame(FRAME, captured, original);
            }
        }

        assertThat(taken).isPositive();
    }

    @Test
    void shouldAgreeWithTheWalkOnEveryValueOfEveryHeaderByte() {
        for (int at = 0; at < 54; at++) {
            for (int value = 0; value < 256; value++) {
                byte[] frame = FRAME.clone();
                frame[at] = (byte) value;
                assertSame(frame, frame.length, frame.length);
            }
        }

        assertThat(taken).isGreaterThan(1000);
    }

    @Test
    void shouldAgreeWithTheWalkOnDamagedFrames() {
        Random random = new Random(20_261_121);
        for (int i = 0; i < DAMAGED; i++) {
            byte[] frame = Arrays.copyOf(FRAME, FRAME.length + random.nextInt(20));
            for (int damage = random.nextInt(4); damage > 0; damage--) {
                frame[12 + random.nextInt(42)] = (byte) random.nextInt();
            }
            int captured = random.nextInt(4) == 0 ? random.nextInt(frame.length + 1) : frame.length;
            assertSame(frame, captured, random.nextInt(10) == 0 ? Integer.MAX_VALUE : captured + random.nextInt(3));
        }

        assertThat(taken).isGreaterThan(DAMAGED / 10);
    }

    private void assertSame(byte[] frame, int captured, int original) {
        byte[] memory = new byte[captured + 8];
        System.arraycopy(frame, 0, memory, 8, captured);
        ByteBuffer buffer = ByteBuffer.wrap(memory);
        if (PlainTcp.decode(buffer, 8, captured, original, new Packet())) {
            taken++;
        }

        Packet quick = new Packet();
        DecodeResult quickly = decode(buffer, captured, original, quick);
        Packet walked = new Packet();
        DecodeResult slowly = decode(buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN), captured, original, walked);

        assertThat(quickly).isEqualTo(slowly);
        if (slowly == DecodeResult.OK) {
            assertThat(fields(quick)).isEqualTo(fields(walked));
        }
    }

    private DecodeResult decode(ByteBuffer buffer, int captured, int original, Packet out) {
        decoder.clear();
        out.vlanId = 7;
        out.encapsulation.type = Encapsulation.Type.GRE;
        return decoder.decode(buffer, 8, captured, original, 1_000, LinkType.ETHERNET, out);
    }

    private static List<Object> fields(Packet packet) {
        return Arrays.asList(
                packet.timestampNs,
                packet.ipVersion,
                packet.sourceHigh,
                packet.sourceLow,
                packet.destinationHigh,
                packet.destinationLow,
                packet.protocol,
                packet.sourcePort,
                packet.destinationPort,
                packet.vlanId,
                packet.encapsulation.type,
                packet.encapsulation.id,
                packet.tcpFlags,
                packet.sequenceNumber,
                packet.acknowledgmentNumber,
                packet.ipPayloadLength,
                packet.payloadOffset,
                packet.payloadLength,
                packet.wirePayloadLength);
    }
}
