package io.plainsight.sensor.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodeListsTest {
    @Test
    void shouldGiveEqualListsTheSameInstance() {
        CodeList first = CodeLists.GROUPS.of(4588, 29, 23);

        assertThat(CodeLists.GROUPS.of(4588, 29, 23)).isSameAs(first);
        assertThat(first.names()).containsExactly("x25519mlkem768", "x25519", "secp256r1");
        assertThat(CodeLists.GROUPS.of(29, 4588, 23)).isNotEqualTo(first);
    }

    @Test
    void shouldShareNamesBetweenListsThatDifferInGrease() {
        CodeList first = CodeLists.CIPHER_SUITES.of(0x1a1a, 0x1301, 0x1302);
        CodeList second = CodeLists.CIPHER_SUITES.of(0xdada, 0x1301, 0x1302);

        assertThat(first).isNotEqualTo(second);
        assertThat(first.get(0)).isEqualTo(0x1a1a);
        assertThat(first.names()).isSameAs(second.names()).hasSize(2);
        assertThat(first.withoutGrease().digits()).asString().isEqualTo("4865-4866");
    }

    @Test
    void shouldKeepListsThatComeOftenWhileOthersNeverRepeat() {
        CodeList often = CodeLists.SIGNATURE_ALGORITHMS.of(0x0403, 0x0804);
        CodeLists.SIGNATURE_ALGORITHMS.of(0x0403, 0x0804);
        Random random = new Random(5);
        for (int i = 0; i < 10 * CodeLists.PLACES; i++) {
            int[] values = random.ints(random.nextInt(20), 0, 0x10000).toArray();

            assertThat(CodeLists.SIGNATURE_ALGORITHMS.of(values).toArray()).isEqualTo(values);
            CodeLists.SIGNATURE_ALGORITHMS.of(0x0403, 0x0804);
        }

        assertThat(CodeLists.SIGNATURE_ALGORITHMS.of(0x0403, 0x0804)).isSameAs(often);
    }

    @Test
    void shouldReadListsThatAreTooLongToKeep() {
        int[] values = new int[ClientHello.MAX_LIST];
        Arrays.setAll(values, i -> i);

        assertThat(CodeLists.CIPHER_SUITES.of(values).toArray()).isEqualTo(values);
        assertThat(CodeLists.CIPHER_SUITES.of(values).names()).hasSize(values.length);
    }

    @Test
    void shouldReadProtocolsUpToAnIncompleteOne() {
        AlpnList whole = AlpnList.of(new byte[] {2, 'h', '2', 0, 3, 'd', 'o', 't'}, 8);
        AlpnList cut = AlpnList.of(new byte[] {2, 'h', '2', 4, 'd', 'o', 't'}, 7);

        assertThat(whole.names()).containsExactly("h2", "dot");
        assertThat(whole.isWhole()).isTrue();
        assertThat(cut.names()).containsExactly("h2");
        assertThat(cut.isWhole()).isFalse();
        assertThat(cut.first()).containsExactly('h', '2');
        assertThat(AlpnList.NONE.first()).isNull();
    }
}
