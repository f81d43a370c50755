package io.plainsight.sensor.tls.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.tls.ClientHello;
import io.plainsight.sensor.tls.CodeList;
import io.plainsight.sensor.tls.CodeLists;
import io.plainsight.sensor.tls.Grease;
import io.plainsight.sensor.tls.ServerHello;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept of fingerprints never answers for another hello: compared with the definitions, written out plainly. */
class KnownFingerprintsTest {
    private static final int HELLOS = 20_000;
    /** Few enough that hellos come again, many enough that they push each other out. */
    private static final int KINDS = 3_000;

    @Test
    void shouldGiveEveryHelloItsOwnFingerprintsHoweverManyComeAndComeAgain() throws GeneralSecurityException {
        Random order = new Random(1);
        for (int i = 0; i < HELLOS; i++) {
            ClientHello hello = client(new Random(order.nextInt(KINDS)));

            assertThat(Ja3.of(hello)).isEqualTo(ja3(hello));
            assertThat(Ja4.of(hello, Ja4.TCP)).endsWith(ja4Hashes(hello)).startsWith("t00i");
        }
    }

    @Test
    void shouldGiveEveryServerHelloItsOwnFingerprint() throws GeneralSecurityException {
        Random order = new Random(2);
        for (int i = 0; i < HELLOS; i++) {
            Random random = new Random(order.nextInt(KINDS));
            ServerHello hello = new ServerHello();
            hello.legacyVersion = 0x0300 + random.nextInt(4);
            hello.cipherSuite = random.nextInt(0x10000);
            hello.extensions = codes(random, random.nextInt(4));

            assertThat(Ja3.of(hello))
                    .isEqualTo(hash(
                            "MD5", hello.legacyVersion + "," + hello.cipherSuite + "," + decimal(hello.extensions)));
        }
    }

    @Test
    void shouldLeaveOutGreaseWhereverItStands() {
        Random random = new Random(3);
        ClientHello plain = client(random);
        ClientHello greased = client(new Random(3));
        greased.cipherSuites = CodeLists.CIPHER_SUITES.of(withGrease(plain.cipherSuites.toArray()));
        greased.supportedGroups = CodeLists.GROUPS.of(withGrease(plain.supportedGroups.toArray()));
        greased.extensions = withGrease(plain.extensions);

        assertThat(Ja3.of(greased)).isEqualTo(Ja3.of(plain));
        assertThat(Ja4.of(greased, Ja4.TCP)).isEqualTo(Ja4.of(plain, Ja4.TCP));
    }

    private static ClientHello client(Random random) {
        ClientHello hello = new ClientHello();
        hello.legacyVersion = 0x7e00 + random.nextInt(4); // no version: the code is 00
        hello.cipherSuites = CodeLists.CIPHER_SUITES.of(codes(random, random.nextInt(30)));
        hello.extensions = Arrays.stream(codes(random, random.nextInt(80)))
                .filter(type -> type > 16) // neither SNI nor ALPN, which are left out of the hash
                .toArray();
        hello.supportedGroups = CodeLists.GROUPS.of(codes(random, random.nextInt(6)));
        hello.ecPointFormats =
                CodeLists.POINT_FORMATS.of(IntStream.range(0, random.nextInt(3)).toArray());
        hello.signatureAlgorithms = CodeLists.SIGNATURE_ALGORITHMS.of(codes(random, random.nextInt(12)));
        return hello;
    }

    private static int[] codes(Random random, int count) {
        return random.ints(count, 0, 0x10000).filter(code -> !Grease.is(code)).toArray();
    }

    private static int[] withGrease(int[] values) {
        int[] greased = new int[values.length + 2];
        System.arraycopy(values, 0, greased, 1, values.length);
        greased[0] = 0x3a3a;
        greased[greased.length - 1] = 0xfafa;
        return greased;
    }

    private static String ja3(ClientHello hello) throws GeneralSecurityException {
        String text = String.join(
                ",",
                Integer.toString(hello.legacyVersion),
                decimal(hello.cipherSuites.toArray()),
                decimal(hello.extensions),
                decimal(hello.supportedGroups.toArray()),
                decimal(hello.ecPointFormats.toArray()));
        return hash("MD5", text);
    }

    private static String ja4Hashes(ClientHello hello) throws GeneralSecurityException {
        String suites = hex(Arrays.stream(hello.cipherSuites.toArray()).sorted());
        String extensions = hex(Arrays.stream(hello.extensions).sorted());
        CodeList signatures = hello.signatureAlgorithms;
        String second = signatures.isEmpty() ? extensions : extensions + "_" + hex(Arrays.stream(signatures.toArray()));
        return "_" + short12(suites) + "_" + short12(second);
    }

    private static String short12(String text) throws GeneralSecurityException {
        return text.isEmpty() ? "000000000000" : hash("SHA-256", text).substring(0, 12);
    }

    private static String decimal(int[] values) {
        return Arrays.stream(values).mapToObj(Integer::toString).collect(Collectors.joining("-"));
    }

    private static String hex(IntStream values) {
        return values.mapToObj(value -> String.format("%04x", value)).collect(Collectors.joining(","));
    }

    private static String hash(String algorithm, String text) throws GeneralSecurityException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    }
}
