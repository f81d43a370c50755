package io.plainsight.sensor.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.x509.CertificateCache;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsSignatureTest {
    private final TlsSignature signature = new TlsSignature(new CertificateCache());

    @Test
    void shouldRecogniseEveryWayAConnectionCanBegin() {
        assertThat(match(ClientHellos.tls13().bytes())).isEqualTo(Match.YES);
        assertThat(match(Records.serverHello13())).isEqualTo(Match.YES);
        assertThat(match(Records.alert(2, 40))).isEqualTo(Match.YES);
        assertThat(match(Records.data(100))).isEqualTo(Match.YES);
    }

    @Test
    void shouldWaitWhileTheBytesCouldStillBeAHello() {
        byte[] hello = ClientHellos.tls13().bytes();
        for (int length = 0; length < 7; length++) {
            assertThat(match(Arrays.copyOf(hello, length)))
                    .as("length " + length)
                    .isNotEqualTo(Match.NO);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "220 mail ESMTP\r\n",
                "SSH-2.0-x\r\n",
                "EHLO a\r\n",
                "\u0000\u0000\u0000\u0008"
            })
    void shouldLeaveOtherProtocolsAlone(String text) {
        assertThat(match(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)))
                .isEqualTo(Match.NO);
    }

    private Match match(byte[] bytes) {
        return signature.match(Side.CLIENT, new ByteCursor().wrap(bytes));
    }
}
