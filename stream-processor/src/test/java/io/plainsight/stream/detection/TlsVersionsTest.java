package io.plainsight.stream.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TlsVersionsTest {
    @Test
    void shouldRankVersionsInTheirOrder() {
        assertThat(TlsVersions.ascending()).containsExactly("2.0", "3.0", "1.0", "1.1", "1.2", "1.3");
        for (int i = 0; i < TlsVersions.ascending().size(); i++) {
            assertThat(TlsVersions.rank(TlsVersions.ascending().get(i))).isEqualTo(i);
        }
        assertThat(List.of("", "1.4", "TLS 1.2"))
                .allSatisfy(unknown -> assertThat(TlsVersions.rank(unknown)).isEqualTo(-1));
        assertThat(TlsVersions.rank(null)).isEqualTo(-1);
    }
}
