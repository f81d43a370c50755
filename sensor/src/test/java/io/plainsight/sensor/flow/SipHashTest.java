package io.plainsight.sensor.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SipHashTest {
    /** The reference implementation's vectors for SipHash-2-4, key 00 01 … 0f, messages 00 01 … of 0 and 8 bytes. */
    @Test
    void shouldGiveThePublishedValues() {
        SipHash reference = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L, 2, 4);

        assertThat(reference.begin().end()).isEqualTo(0x726fdb47dd0e0e31L);
        assertThat(reference.begin().add(0x0706050403020100L).end()).isEqualTo(0x93f5f5799a932462L);
    }

    @Test
    void shouldDependOnTheKey() {
        long one = new SipHash(1, 2).begin().add(42).end();
        long other = new SipHash(1, 3).begin().add(42).end();

        assertThat(one).isNotEqualTo(other);
    }
}
