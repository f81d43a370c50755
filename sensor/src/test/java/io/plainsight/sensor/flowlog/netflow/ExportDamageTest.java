package io.plainsight.sensor.flowlog.netflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged packets are refused or give flows; they throw nothing and fill no memory. */
class ExportDamageTest {
    private static final byte[] TEMPLATES = Packets.template(Packets.TEMPLATE, Packets.FIELDS);
    private static final byte[] OPTIONS = Packets.of()
            .u16(300)
            .u16(4)
            .u16(8)
            .u16(1)
            .u16(4)
            .u16(48)
            .u16(1)
            .u16(50)
            .u16(2)
            .build();
    private static final List<byte[]> GOOD = List.of(
            Packets.v5(1, 0x4010, Packets.v5Record(), Packets.v5Record()),
            Packets.v9(1, Packets.set(0, TEMPLATES), Packets.set(1, OPTIONS)),
            Packets.v9(2, Packets.set(300, new byte[7]), Packets.set(Packets.TEMPLATE, Packets.record(1))),
            Packets.ipfix(0, Packets.set(2, TEMPLATES), Packets.set(Packets.TEMPLATE, Packets.record(1))),
            Packets.ipfix(
                    1,
                    Packets.set(
                            2,
                            Packets.of()
                                    .u16(257)
                                    .u16(2)
                                    .u16(0x8001)
                                    .u16(0xffff)
                                    .u32(29_305)
                                    .u16(8)
                                    .u16(4)
                                    .build()),
                    Packets.set(257, Packets.of().u8(255).u16(3).u24(7).u32(9).build())));

    @Test
    void shouldSurviveRandomDamage() {
        Random random = new Random(11);
        Collected collected = new Collected();
        for (int i = 0; i < 40_000; i++) {
            collected.packets(damaged(random));
        }

        assertThat(collected.flows).isNotEmpty().allSatisfy(flow -> {
            assertThat(flow.plainsight().protection()).isEqualTo(Protection.UNKNOWN);
            assertThat(flow.timestamp()).isBefore(Collected.NOW.plus(RecordMapper.MAX_AHEAD));
        });
        assertThat(collected.refused).isNotEmpty();
        SetReader sets = collected.decoder.sets();
        assertThat(sets.templates().size()).isLessThanOrEqualTo(Templates.MAX_TEMPLATES);
        assertThat(sets.held().size()).isLessThanOrEqualTo(HeldSets.MAX_SETS);
        assertThat(sets.held().bytes()).isLessThanOrEqualTo(HeldSets.MAX_BYTES);
        assertThat(collected.decoder.exportersKnown()).isLessThanOrEqualTo(NetflowDecoder.MAX_EXPORTERS);
    }

    @Test
    void shouldSurviveEveryCut() {
        for (byte[] packet : GOOD) {
            for (int length = 0; length < packet.length; length++) {
                Collected collected = new Collected();
                collected.packets(Arrays.copyOf(packet, length));
                assertThat(collected.flows.size()).isLessThanOrEqualTo(2);
            }
        }
    }

    private static byte[] damaged(Random random) {
        byte[] bytes = GOOD.get(random.nextInt(GOOD.size())).clone();
        for (int hits = random.nextInt(5); hits > 0; hits--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }
}
