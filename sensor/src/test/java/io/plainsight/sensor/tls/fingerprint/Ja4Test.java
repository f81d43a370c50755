package io.plainsight.sensor.tls.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.tls.AlpnList;
import io.plainsight.sensor.tls.ClientHello;
import io.plainsight.sensor.tls.CodeLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example of technical_details/JA4.md and its rules at the edges; whole captures are compared in TlsCorpusTest. */
class Ja4Test {
    @Test
    void shouldGiveTheExampleOfTheSpecification() {
        ClientHello hello = new ClientHello();
        hello.legacyVersion = 0x0303;
        hello.supportedVersions = CodeLists.VERSIONS.of(0x0a0a, 0x0304, 0x0303);
        hello.cipherSuites = CodeLists.CIPHER_SUITES.of(
                0x2a2a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c,
                0x009d, 0x002f, 0x0035);
        hello.extensions = new int[] {
            0x3a3a, 0x001b, 0x0000, 0x0033, 0x0010, 0x4469, 0x0017, 0x002d, 0x000d, 0x0005, 0x0023, 0x0012, 0x002b,
            0xff01, 0x000b, 0x000a, 0x0015
        };
        hello.signatureAlgorithms =
                CodeLists.SIGNATURE_ALGORITHMS.of(0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601);
        hello.alpn = AlpnList.ofName(new byte[] {'h', '2'});

        assertThat(Ja4.of(hello, Ja4.TCP)).isEqualTo("t13d1516h2_8daaf6152771_e5627efa2ab1");
        assertThat(Ja4.of(hello, Ja4.QUIC)).startsWith("q13d1516h2_");
    }

    @Test
    void shouldWriteZeroesForEmptyLists() {
        ClientHello hello = new ClientHello();
        hello.legacyVersion = 0x0300;

        assertThat(Ja4.of(hello, Ja4.TCP)).isEqualTo("ts3i000000_000000000000_000000000000");
    }

    @ParameterizedTest
    @CsvSource({"68747470, hp", "6832, h2", "BAAD, bd", "61FF, 6f", "68, hh"})
    void shouldTakeAlpnCharactersOrTheirHexadecimalForm(String alpn, String expected) {
        ClientHello hello = new ClientHello();
        hello.alpn = AlpnList.ofName(java.util.HexFormat.of().parseHex(alpn));

        assertThat(Ja4.of(hello, Ja4.TCP).substring(8, 10)).isEqualTo(expected);
    }
}
