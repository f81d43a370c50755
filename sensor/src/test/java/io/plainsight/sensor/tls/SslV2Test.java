package io.plainsight.sensor.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.sensor.dissect.ObservationDraft;
import org.junit.jupiter.api.Test;

class SslV2Test {
    private final TlsFeeder tls = new TlsFeeder();

    @Test
    void shouldFollowSslV2ToItsWeakEnd() {
        byte[] hello = Bytes.of()
                .u8(0x80, 28, 1)
                .u16(2, 3, 0, 16)
                .u8(1, 0, 0x80)
                .raw(new byte[16])
                .bytes();
        byte[] answer = Bytes.of()
                .u8(0x80, 30, 4, 0, 0)
                .u16(2, 0, 3, 16)
                .u8(1, 0, 0x80)
                .raw(new byte[16])
                .bytes();
        byte[] masterKey =
                Bytes.of().u8(0x80, 10, 2, 1, 0, 0x80).raw(new byte[6]).bytes();
        byte[] encrypted = Bytes.of().u8(0x80, 33).raw(new byte[33]).bytes();
        tls.client(hello).server(answer).client(masterKey, encrypted).server(encrypted, encrypted);

        ObservationDraft draft = tls.describe();
        assertThat(draft.tls.version()).isEqualTo("2.0");
        assertThat(draft.tls.versionProtocol()).isEqualTo("ssl");
        assertThat(draft.tls.cipher()).isEqualTo("SSL_CK_RC4_128_WITH_MD5");
        assertThat(draft.protection).isEqualTo(Protection.WEAK);
    }

    @Test
    void shouldLetASslV2FramedHelloLeadToTls() {
        byte[] hello = Bytes.of()
                .u8(0x80, 28, 1)
                .u16(0x0301, 3, 0, 16)
                .u8(0, 0, 0x2f)
                .raw(new byte[16])
                .bytes();
        tls.client(hello).server(Records.serverHello(0x0301, 0x002f));

        assertThat(tls.describe().tls.version()).isEqualTo("1.0");
        assertThat(tls.describe().tls.client().supportedCiphers()).containsExactly("TLS_RSA_WITH_AES_128_CBC_SHA");
    }
}
