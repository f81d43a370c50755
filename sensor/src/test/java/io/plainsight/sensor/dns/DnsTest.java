package io.plainsight.sensor.dns;

import static io.plainsight.sensor.testing.Bytes.bigEndian;
import static io.plainsight.sensor.testing.Bytes.concat;
import static io.plainsight.sensor.testing.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.datagram.Datagrams;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.testing.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DnsTest {
    /** {@code www.example.org}; a pointer to it is {@code c00c}. */
    private static final String WWW = "03777777 076578616d706c65 036f7267 00";

    private static final String QUESTION = WWW + "0001 0001";
    /** {@code edge.example.net} and an alias that leads to it. */
    private static final String EDGE = "0465646765 076578616d706c65 036e6574 00";

    private static byte[] answer(int answers, String rest) {
        return hex("1234 8180 0001 %04x 0000 0000".formatted(answers) + QUESTION + rest);
    }

    private static List<String> names(byte[] message) {
        List<String> names = new ArrayList<>();
        new DnsAnswers()
                .read(
                        new ByteCursor().wrap(message),
                        (name, high, low, ttl) -> names.add(name + " %x %x %d".formatted(high, low, ttl)));
        return names;
    }

    @Test
    void shouldGiveAnAddressToTheNameAskedFor() {
        assertThat(names(answer(1, "c00c 0001 0001 0000003c 0004 c0000201")))
                .containsExactly("www.example.org 0 ffffc0000201 60");
        assertThat(names(answer(1, "c00c 001c 0001 0000003c 0010 20010db8000000000000000000000001")))
                .containsExactly("www.example.org 20010db800000000 1 60");
    }

    @Test
    void shouldFollowAliasesInWhateverOrderTheyCome() {
        String alias = "c00c 0005 0001 0000003c 0012" + EDGE;
        String address = EDGE + "0001 0001 0000003c 0004 c0000201";

        assertThat(names(answer(2, alias + address))).containsExactly("www.example.org 0 ffffc0000201 60");
        assertThat(names(answer(2, address + alias))).containsExactly("www.example.org 0 ffffc0000201 60");
    }

    @Test
    void shouldNotBelieveRecordsOfNamesNobodyAskedFor() {
        assertThat(names(answer(1, EDGE + "0001 0001 0000003c 0004 c0000201"))).isEmpty();
        // NXDOMAIN
        byte[] failed = answer(1, "c00c 0001 0001 0000003c 0004 c0000201");
        failed[3] |= 3;
        assertThat(names(failed)).isEmpty();
    }

    @Test
    void shouldNotTakeNamesThatNoHostHas() {
        // one label "a.b", one with a line feed
        for (String name : List.of("03612e62 036f7267 00", "03610a62 036f7267 00")) {
            byte[] message =
                    hex("1234 8180 0001 0001 0000 0000" + name + "0001 0001" + "c00c 0001 0001 0000003c 0004 c0000201");
            assertThat(new DnsMessage().isWhole(new ByteCursor().wrap(message))).isTrue();
            assertThat(names(message)).isEmpty();
        }
    }

    @Test
    void shouldReadHintsAndEchOfHttpsRecords() {
        // RFC 9460 section 2.2: priority 1, target ".", ipv4hint, ech
        String parameters = "0004 0004 c0000203 0005 0003 fe0d00";
        byte[] message = answer(1, "c00c 0041 0001 0000012c 0012 0001 00" + parameters);
        DnsAnswers answers = new DnsAnswers();
        List<String> names = new ArrayList<>();
        answers.read(new ByteCursor().wrap(message), (name, high, low, ttl) -> names.add(name + " %x".formatted(low)));

        assertThat(names).containsExactly("www.example.org ffffc0000203");
        assertThat(answers.hasEch()).isTrue();
        assertThat(Datagrams.toPort(53).server(message).outcome().reasons.get(0).detail())
                .contains(DnsDissector.ECH_OFFERED);
    }

    @Test
    void shouldEndLoopsOfPointersAndAliases() {
        assertThat(names(answer(1, "c021 0001 0001 0000003c 0004 c0000201"))).isEmpty();
        assertThat(names(hex("1234 8180 0001 0001 0000 0000 c00c 0001 0001"))).isEmpty();
        assertThat(names(hex("1234 8180 0001 0001 0000 0000 01 61 c00c 0001 0001")))
                .isEmpty();
        String circle = "c00c 0005 0001 0000003c 0012" + EDGE + EDGE + "0005 0001 0000003c 0002 c00c";
        assertThat(names(answer(2, circle))).isEmpty();
    }

    @Test
    void shouldRefuseNamesThatAreTooLong() {
        Bytes name = bigEndian();
        for (int i = 0; i < 5; i++) {
            name.u8(63).zeros(63);
        }
        byte[] query = concat(hex("1234 0100 0001 0000 0000 0000"), name.u8(0).toArray(), hex("0001 0001"));

        assertThat(new DnsMessage().isWhole(new ByteCursor().wrap(query))).isFalse();
    }

    @Test
    void shouldSurviveEveryCutAndDisturbance() {
        byte[] message = answer(1, "c00c 0041 0001 0000012c 0012 0001 00 0004 0004 c0000203 0005 0003 fe0d00");
        for (int length = 0; length <= message.length; length++) {
            names(Arrays.copyOf(message, length));
        }
        for (int i = 0; i < message.length; i++) {
            for (int value : new int[] {0, 1, 0x3f, 0x40, 0xc0, 0xff}) {
                byte[] disturbed = message.clone();
                disturbed[i] = (byte) value;
                names(disturbed);
            }
        }
    }

    @Test
    void shouldRecogniseDnsOverTcpByAWholeMessage() {
        byte[] query = hex("0021 1234 0100 0001 0000 0000 0000" + QUESTION);
        DnsStreamSignature signature = new DnsStreamSignature();
        assertThat(signature.match(Side.CLIENT, new ByteCursor().wrap(query))).isEqualTo(Match.YES);
        assertThat(signature.match(Side.SERVER, new ByteCursor().wrap(query))).isEqualTo(Match.NO);
        for (int length = 0; length < query.length; length++) {
            ByteCursor cut = new ByteCursor().wrap(Arrays.copyOf(query, length));
            assertThat(signature.match(Side.CLIENT, cut)).isEqualTo(Match.MAYBE);
        }
    }

    @Test
    void shouldKeepNamesOfAnswersOverTcpUntilAskedFor() {
        DnsStreamDissector dissector = new DnsStreamDissector();
        byte[] reply = answer(1, "c00c 0001 0001 0000003c 0004 c0000201");
        dissector.onBytes(Side.CLIENT, new ByteCursor().wrap(hex("0021 1234 0100 0001 0000 0000 0000" + QUESTION)), 0);
        dissector.onBytes(
                Side.SERVER,
                new ByteCursor().wrap(bigEndian().u16(reply.length).put(reply).toArray()),
                0);

        List<String> names = new ArrayList<>();
        dissector.drainNames((name, high, low, ttl) -> names.add(name));
        dissector.drainNames((name, high, low, ttl) -> names.add("again"));

        assertThat(names).containsExactly("www.example.org");
    }
}
