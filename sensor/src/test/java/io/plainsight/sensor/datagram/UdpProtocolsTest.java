package io.plainsight.sensor.datagram;

import static io.plainsight.sensor.datagram.UdpSamples.ascii;
import static io.plainsight.sensor.testing.Bytes.concat;
import static io.plainsight.sensor.testing.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.UdpProtocols;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.DatagramDissector;
import io.plainsight.sensor.dissect.DatagramSignature;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UdpProtocolsTest {
    private static List<UdpSamples.Sample> samples() {
        return UdpSamples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldTellEachProtocolByItsDatagram(UdpSamples.Sample sample) {
        assertThat(Datagrams.toPort(sample.port()).client(sample.bytes()).told())
                .isEqualTo(sample.told());
    }

    /** Who asked is a guess from ports; the payload knows better. */
    @ParameterizedTest
    @MethodSource("samples")
    void shouldTellItWithTheEndsTakenTheWrongWayRound(UdpSamples.Sample sample) {
        assertThat(Datagrams.between(sample.port(), 40000)
                        .server(sample.bytes())
                        .told())
                .isEqualTo(sample.told());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldSurviveBeingCutAndDisturbed(UdpSamples.Sample sample) {
        byte[] bytes = sample.bytes();
        for (int length = 0; length < bytes.length; length++) {
            everySignature(sample.port(), Arrays.copyOf(bytes, length));
        }
        for (int i = 0; i < bytes.length; i++) {
            for (int value : new int[] {0, 1, 0x7f, 0x80, 0xc0, 0xff}) {
                byte[] disturbed = bytes.clone();
                disturbed[i] = (byte) value;
                everySignature(sample.port(), disturbed);
            }
        }
    }

    @Test
    void shouldNeverRecogniseRandomDatagramsWhereverTheyGo() {
        Random random = new Random(20261121);
        int[] ports = {40001, 53, 123, 161, 514, 5353, 5355, 547, 2123, 1701, 520, 1985, 5683, 47808, 443};
        ByteCursor in = new ByteCursor();
        int corroborated = 0;
        for (int round = 0; round < 60_000; round++) {
            byte[] bytes = new byte[random.nextInt(1, 300)];
            random.nextBytes(bytes);
            int port = ports[round % ports.length];
            for (DatagramSignature signature : UdpProtocols.signatures()) {
                for (Side side : Side.values()) {
                    Match match = signature.match(side, 40000, port, in.wrap(bytes));
                    if (port == 40001) {
                        assertThat(match).as(signature.protocol()).isEqualTo(Match.NO);
                    }
                    corroborated += match == Match.YES ? 1 : 0;
                }
            }
        }
        // formats without marks take a few random datagrams on their own port: NTP's header, CoAP's, a cut DNS message
        assertThat(corroborated).isLessThan(60_000 / 50);
    }

    @Test
    void shouldSurviveRandomDatagramsBehindARealOne() {
        Random random = new Random(3);
        for (DatagramSignature signature : UdpProtocols.signatures()) {
            for (int round = 0; round < 500; round++) {
                DatagramDissector dissector = signature.open();
                for (int i = 0; i < 5; i++) {
                    byte[] bytes = new byte[random.nextInt(200)];
                    random.nextBytes(bytes);
                    dissector.onDatagram(Side.values()[i & 1], new ByteCursor().wrap(bytes), bytes.length, i);
                }
                ObservationDraft draft = new ObservationDraft();
                dissector.describe(draft);
                assertThat(draft.protection).isNotEqualTo(Protection.PROTECTED);
            }
        }
    }

    @Test
    void shouldDescribeEverySignature() {
        Set<String> names = new HashSet<>();
        for (DatagramSignature signature : UdpProtocols.signatures()) {
            assertThat(names.add(signature.facts().name())).isTrue();
            assertThat(signature.protocol()).isNotBlank();
        }
    }

    @Test
    void shouldGradeSipCredentialsAndKeys() {
        String request = "REGISTER sip:registrar.biloxi.com SIP/2.0\r\nVia: SIP/2.0/UDP bobspc\r\n";
        assertThat(sip(request + "Authorization: Digest username=\"bob\", response=\"6629\"\r\n\r\n"))
                .isEqualTo("sip plaintext derived true");
        assertThat(sip(request + "Proxy-Authorization: Basic Ym9iOmJvYg==\r\n\r\n"))
                .isEqualTo("sip plaintext secret true");
        // RFC 4568 section 9.1
        assertThat(sip("INVITE sip:bob@biloxi.com SIP/2.0\r\n\r\nm=audio 49170 RTP/SAVP 0\r\n"
                        + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj\r\n"))
                .isEqualTo("sip plaintext secret true");
    }

    private static String sip(String message) {
        return Datagrams.toPort(5060).client(ascii(message)).told();
    }

    @Test
    void shouldJudgeKerberosByItsEncryptionTypes() {
        assertThat(kerberos(18, 18)).isEqualTo("kerberos protected - -");
        assertThat(kerberos(23, 18)).isEqualTo("kerberos weak - -");
        assertThat(kerberos(18, 3)).isEqualTo("kerberos weak - -");
        assertThat(kerberos(99, 18)).isEqualTo("kerberos unknown - -");
        // without the request, nothing good is said
        assertThat(Datagrams.toPort(88).server(UdpSamples.kdcReply(13, 18, 18)).told())
                .isEqualTo("kerberos unknown - -");
        // a weak reply after a good one counts
        ObservationDraft draft = Datagrams.toPort(88)
                .server(UdpSamples.kdcReply(11, 18, 18))
                .server(UdpSamples.kdcReply(13, 23, 18))
                .outcome();
        assertThat(draft.protection).isEqualTo(Protection.WEAK);
        assertThat(draft.crypto.encryption()).isEqualTo("rc4-hmac");
    }

    private static String kerberos(int ticketType, int partType) {
        return Datagrams.toPort(88)
                .client(UdpSamples.kdcRequest())
                .server(UdpSamples.kdcReply(13, ticketType, partType))
                .told();
    }

    @Test
    void shouldNotTakeSnmpEngineDiscoveryForData() {
        ObservationDraft draft = Datagrams.toPort(161)
                .client(UdpSamples.snmp3(4, ""))
                .client(UdpSamples.snmp3(7, "user"))
                .outcome();

        assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
        assertThat(draft.reasons).extracting(Observation.Reason::rule).containsExactly(Reasons.CRYPTO_ALGORITHM_HIDDEN);
        assertThat(draft.crypto.integrity()).contains("96");
    }

    @Test
    void shouldNameTheEapMethodInRadius() {
        byte[] eapTls = hex("02 05 0006 0d 00");
        ObservationDraft draft =
                Datagrams.toPort(1812).client(UdpSamples.radius(1, 79, eapTls)).outcome();
        assertThat(draft.crypto.authentication()).isEqualTo("EAP-TLS");
        assertThat(draft.plaintext.credentials()).isNull();

        byte[] eapMd5 = hex("02 05 0016 04 10 00000000000000000000000000000000");
        assertThat(Datagrams.toPort(1812)
                        .client(UdpSamples.radius(1, 79, eapMd5))
                        .told())
                .isEqualTo("radius plaintext derived true");
        // MS-CHAP2-Response of RFC 2548 section 2.3.2
        byte[] msChap = concat(hex("00000137 19 34"), new byte[50]);
        assertThat(Datagrams.toPort(1812)
                        .client(UdpSamples.radius(1, 26, msChap))
                        .told())
                .isEqualTo("radius plaintext derived true");
    }

    @Test
    void shouldTellHowNtpIsAuthenticated() {
        byte[] header = concat(hex("23 00 06 ec"), new byte[44]);
        byte[] nts = concat(header, hex("0104 0010"), new byte[12], hex("0404 0010"), new byte[12]);
        assertThat(Datagrams.toPort(123).client(nts).outcome().crypto.authentication())
                .isEqualTo("nts");
        byte[] signed = concat(header, new byte[20]);
        assertThat(Datagrams.toPort(123).client(signed).outcome().crypto.authentication())
                .isEqualTo("symmetric-key");
        assertThat(Datagrams.toPort(123).client(header).outcome().crypto).isNull();
    }

    @Test
    void shouldSeePppInsideL2tp() {
        assertThat(l2tp("ff03 c023 01 01 000c 03 626f62 03 736563")).isEqualTo("l2tp plaintext secret false");
        assertThat(l2tp("ff03 c223 02 01 0008 0000 0000")).isEqualTo("l2tp plaintext derived false");
        assertThat(l2tp("ff03 0021 4500 0014")).isEqualTo("l2tp plaintext - true");
        assertThat(l2tp("00fd 9000 0000 0000")).isEqualTo("l2tp unknown - -");
    }

    private static String l2tp(String ppp) {
        return Datagrams.toPort(1701).client(hex("0002 0001 0001" + ppp)).told();
    }

    @Test
    void shouldSeePasswordsOfRoutingProtocols() {
        byte[] rip = hex("0202 0000 ffff 0002 73656372657400000000000000000000");
        assertThat(Datagrams.toPort(520).client(rip).told()).isEqualTo("rip plaintext secret false");
        byte[] hsrp = hex("0000 1003 0a64 0100 7365 6372 6574 0000 0a00 0001");
        assertThat(Datagrams.toPort(1985).client(hsrp).told()).isEqualTo("hsrp plaintext secret false");
    }

    @Test
    void shouldCallOscoreAndRpcPrivacyHidden() {
        assertThat(Datagrams.toPort(5683)
                        .client(hex("41 02 7d35 20 92 0914 ff 00112233"))
                        .told())
                .isEqualTo("coap unknown - -");
        byte[] call = hex("00001234 00000000 00000002 000186a3 00000003 00000006"
                + "00000006 00000014 00000001 00000000 00000001 00000003 00000000 00000006 00000000");
        assertThat(Datagrams.toPort(2049).client(call).told()).isEqualTo("nfs unknown - -");
    }

    @Test
    void shouldKnowATftpTransferByThreeDatagrams() {
        byte[] first = concat(hex("0003 0001"), new byte[512]);
        byte[] second = concat(hex("0003 0002"), new byte[512]);
        byte[] acknowledged = hex("0004 0001");
        // the server sends first, from a port of its own: the ends are guessed the wrong way round
        assertThat(Datagrams.between(45000, 2048)
                        .client(first)
                        .server(acknowledged)
                        .client(second)
                        .told())
                .isEqualTo("tftp plaintext - false");
        assertThat(Datagrams.between(45000, 2048)
                        .client(first)
                        .server(acknowledged)
                        .told())
                .startsWith("null unknown");
    }

    private static void everySignature(int port, byte[] bytes) {
        for (DatagramSignature signature : UdpProtocols.signatures()) {
            for (Side side : Side.values()) {
                signature.match(side, 40000, port, new ByteCursor().wrap(bytes));
                DatagramDissector dissector = signature.open();
                dissector.onDatagram(side, new ByteCursor().wrap(bytes), bytes.length, 0);
                dissector.describe(new ObservationDraft());
            }
        }
    }
}
