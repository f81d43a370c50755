package io.plainsight.sensor.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Frames that nobody sends by accident: the decoder answers, and what it answers lies within the frame. */
class HostileFrameTest {
    private static final int[] LINK_TYPES = {
        LinkType.NULL,
        LinkType.ETHERNET,
        LinkType.PPP,
        LinkType.RAW,
        LinkType.PPP_HDLC,
        LinkType.PPP_ETHER,
        LinkType.LOOP,
        LinkType.LINUX_SLL,
        LinkType.IPV4,
        LinkType.IPV6,
        LinkType.NFLOG,
        LinkType.LINUX_SLL2,
        105
    };

    private final PacketDecoder decoder = new PacketDecoder(new io.plainsight.sensor.metrics.SensorCounters());
    private final Packet packet = new Packet();

    @Test
    void shouldTakeEverySampleCutAtEveryLength() {
        for (Samples.Sample sample : Samples.all().values()) {
            for (int length = 0; length < sample.frame().length; length++) {
                decode(sample.linkType(), Arrays.copyOf(sample.frame(), length), sample.frame().length);
                decode(sample.linkType(), Arrays.copyOf(sample.frame(), length), length);
            }
        }
    }

    @Test
    void shouldTakeEverySampleWithEveryFieldAtItsExtremes() {
        byte[][] extremes = {{0}, {1}, {(byte) 0xff}, {0, 0}, {0, 1}, {(byte) 0xff, (byte) 0xff}, {0x7f, (byte) 0xff}};
        for (Samples.Sample sample : Samples.all().values()) {
            for (byte[] extreme : extremes) {
                for (int at = 0; at + extreme.length <= sample.frame().length; at++) {
                    byte[] frame = sample.frame().clone();
                    System.arraycopy(extreme, 0, frame, at, extreme.length);
                    decode(sample.linkType(), frame, frame.length);
                }
            }
        }
    }

    @Test
    void shouldTakeRandomFramesAndRandomDamage() {
        Random random = new Random(20_261_120);
        Samples.Sample[] samples = Samples.all().values().toArray(new Samples.Sample[0]);
        for (int i = 0; i < 300_000; i++) {
            byte[] frame;
            if (i % 4 == 0) {
                frame = new byte[random.nextInt(200)];
                random.nextBytes(frame);
            } else {
                frame = samples[random.nextInt(samples.length)].frame().clone();
                for (int change = random.nextInt(6); change >= 0; change--) {
                    frame[random.nextInt(frame.length)] = (byte) random.nextInt();
                }
            }
            decode(LINK_TYPES[random.nextInt(LINK_TYPES.length)], frame, random.nextInt());
        }
    }

    @Test
    void shouldRefuseARangeOutsideTheBuffer() {
        ByteBuffer buffer = ByteBuffer.allocate(64);

        assertThat(decoder.decode(buffer, -1, 10, 10, 0, 1, packet)).isEqualTo(DecodeResult.TRUNCATED);
        assertThat(decoder.decode(buffer, 0, -1, 10, 0, 1, packet)).isEqualTo(DecodeResult.TRUNCATED);
        assertThat(decoder.decode(buffer, 0, 65, 65, 0, 1, packet)).isEqualTo(DecodeResult.TRUNCATED);
        assertThat(decoder.decode(buffer, Integer.MAX_VALUE, 65, 65, 0, 1, packet))
                .isEqualTo(DecodeResult.TRUNCATED);
    }

    private void decode(int linkType, byte[] frame, int originalLength) {
        ByteBuffer buffer = ByteBuffer.wrap(frame);

        DecodeResult result = decoder.decode(buffer, 0, frame.length, originalLength, 1, linkType, packet);

        if (result == DecodeResult.OK && packet.buffer == buffer) {
            assertThat(packet.payloadOffset).isBetween(0, frame.length);
            assertThat(packet.payloadLength).isBetween(0, frame.length - packet.payloadOffset);
            assertThat(packet.wirePayloadLength).isGreaterThanOrEqualTo(packet.payloadLength);
            assertThat(packet.ipPayloadLength).isGreaterThanOrEqualTo(0);
        }
    }
}
