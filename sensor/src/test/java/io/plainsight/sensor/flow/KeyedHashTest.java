package io.plainsight.sensor.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyedHashTest {
    private static final int SLOTS = 1 << 17;
    private static final int KEYS = SLOTS / 2;

    private final Random random = new Random(20_261_121);

    @Test
    void shouldDependOnEveryBitOfTheConnectionsKey() {
        KeyedHash hash = new KeyedHash(1, 2);
        long[] words = {0x20010db800000000L, 1, 0x20010db800000001L, 2, 0x1234_01bb_06L};
        Set<Integer> seen = new HashSet<>();
        seen.add(of(hash, words));
        int bits = 0;
        for (int word = 0; word < words.length; word++) {
            for (int bit = 0; bit < (word == 4 ? 40 : Long.SIZE); bit++) {
                long[] changed = words.clone();
                changed[word] ^= 1L << bit;
                seen.add(of(hash, changed));
                bits++;
            }
        }

        assertThat(seen).hasSize(bits + 1);
    }

    @Test
    void shouldGiveTheSameConnectionOtherValuesUnderOtherSecrets() {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            seen.add(new KeyedHash(random.nextLong(), random.nextLong()).of(0, 1, 0, 2, 3));
        }

        assertThat(seen).hasSizeGreaterThan(998);
    }

    /** Scans step through ports, or addresses, or both; whichever the secret, probing stays as short as with random keys. */
    @Test
    void shouldSpreadScansUnderAnySecret() {
        for (int secret = 0; secret < 200; secret++) {
            KeyedHash hash = new KeyedHash(random.nextLong(), secret % 4 == 0 ? 0 : random.nextLong());
            long step = 1L << random.nextInt(16); // times the number of keys stays within 32 bits
            boolean[] taken = new boolean[SLOTS];
            long probes = 0;
            for (int i = 0; i < KEYS; i++) {
                long ports = secret % 2 == 0 ? (i & 0xffffL) << 8 : 443L << 8;
                int slot = hash.of(0, 0xffff_0000_0000L | i * step & 0xffff_ffffL, 0, 0xffff_c633_6401L, ports | 6)
                        & SLOTS - 1;
                while (taken[slot]) {
                    slot = slot + 1 & SLOTS - 1;
                    probes++;
                }
                taken[slot] = true;
            }
            // random keys, entered up to a load of one half, take half a further probe on average (Knuth, volume 3,
            // 6.4)
            assertThat(probes).isLessThan(KEYS * 6L / 10);
        }
    }

    private static int of(KeyedHash hash, long[] words) {
        return hash.of(words[0], words[1], words[2], words[3], words[4]);
    }
}
