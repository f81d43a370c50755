package io.plainsight.sensor.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.tls.JsseStack.ClientAuth;
import io.plainsight.sensor.x509.CertificateCache;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a handshake is cut into segments and records, the observation is the same. */
class TlsSplitTest {
    private static JsseStack jsse;

    @BeforeAll
    static void makeKeys(@TempDir Path directory) throws Exception {
        jsse = new JsseStack(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldNotMindWhereASegmentEnds(String protocol) throws Exception {
        RecordedHandshake recorded = jsse.handshake(new String[] {protocol}, ClientAuth.WANTED, true, true, true);
        String whole = text(recorded.dissect());

        for (int part = 0; part < recorded.parts().size(); part++) {
            byte[] bytes = recorded.parts().get(part).bytes();
            for (int at = 1; bytes != null && at < bytes.length; at++) {
                assertThat(text(playWithCut(recorded, part, at)))
                        .as("part %d cut at %d", part, at)
                        .isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 64})
    void shouldNotMindHowMessagesAreCutIntoRecords(int size) throws Exception {
        RecordedHandshake recorded = jsse.handshake(new String[] {"TLSv1.2"}, ClientAuth.WANTED, true, true, true);
        TlsFeeder feeder = new TlsFeeder();
        boolean[] encrypted = new boolean[2];

        for (RecordedHandshake.Part part : recorded.parts()) {
            if (part.bytes() != null && feeder.progress == Progress.MORE) {
                for (byte[] record : records(part.bytes())) {
                    if (record[0] == ContentType.HANDSHAKE
                            && !encrypted[part.side().ordinal()]) {
                        byte[] fragment = Arrays.copyOfRange(record, 5, record.length);
                        for (int at = 0; at < fragment.length; at += size) {
                            int end = Math.min(fragment.length, at + size);
                            feeder.feed(part.side(), Records.record(22, Arrays.copyOfRange(fragment, at, end)));
                        }
                    } else {
                        encrypted[part.side().ordinal()] |= record[0] == ContentType.CHANGE_CIPHER_SPEC;
                        feeder.feed(part.side(), record);
                    }
                }
            }
        }

        assertThat(text(feeder.describe())).isEqualTo(text(recorded.dissect()));
    }

    @Test
    void shouldReadAHandshakeMessageOfNearly64KiB() {
        Bytes body = Bytes.of().u24(HandshakeReader.MAX_MESSAGE - 3);
        body.u24(HandshakeReader.MAX_MESSAGE - 6).raw(new byte[HandshakeReader.MAX_MESSAGE - 6]);
        byte[] message = Records.message(HandshakeType.CERTIFICATE, body.bytes());
        TlsFeeder feeder =
                new TlsFeeder().client(ClientHellos.tls12().bytes()).server(Records.serverHello(0x0303, 0xc02f));

        for (int at = 0; at < message.length; at += 1 << 14) {
            feeder.server(
                    Records.record(22, Arrays.copyOfRange(message, at, Math.min(message.length, at + (1 << 14)))));
        }
        feeder.server(Records.serverKeyExchange(NamedGroup.X25519));

        assertThat(feeder.describe().handshake.phase()).isEqualTo("certificate");
        assertThat(feeder.describe().tls.server().hash().sha256()).hasSize(64);
        assertThat(feeder.describe().tls.curve()).isEqualTo("x25519");
    }

    @Test
    void shouldTakeRecordsUpToTheLargestCiphertextAndNoLarger() {
        assertThat(dataOf(TlsRecordReader.MAX_FRAGMENT).handshake.state()).isEqualTo("completed");
        assertThat(dataOf(TlsRecordReader.MAX_FRAGMENT + 1).handshake.state()).isEqualTo("unknown");
    }

    private static ObservationDraft dataOf(int length) {
        TlsFeeder feeder = new TlsFeeder()
                .client(ClientHellos.tls13().bytes())
                .server(Records.serverHello13(), Records.data(900))
                .client(Records.data(53));
        return feeder.server(Records.data(length)).describe();
    }

    @Test
    void shouldKeepAHelloOfSixteenThousandExtensionsWithinItsCaps() {
        List<TlsOddity> oddities = new ArrayList<>();
        ClientHellos hello = ClientHellos.tls12();
        for (int i = 0; i < 16_000; i++) {
            hello.withExtension(0x7000 + i % 4096, Bytes.of());
        }
        byte[] message = hello.message();
        TlsFeeder feeder = new TlsFeeder(new TlsDissector(new CertificateCache(), oddities::add));

        for (int at = 0; at < message.length; at += 1 << 14) {
            feeder.client(
                    Records.record(22, Arrays.copyOfRange(message, at, Math.min(message.length, at + (1 << 14)))));
            assertThat(feeder.pending(Side.CLIENT)).isLessThanOrEqualTo(StreamDissector.MAX_PENDING);
        }

        assertThat(oddities).containsExactly(TlsOddity.LIST_TOO_LONG);
        assertThat(feeder.describe().handshake.state()).isEqualTo("client_hello");
        assertThat(feeder.describe().tls.client().ja4()).isNull();
    }

    private static ObservationDraft playWithCut(RecordedHandshake recorded, int cutPart, int at) {
        TlsFeeder feeder = new TlsFeeder();
        for (int i = 0; i < recorded.parts().size() && feeder.progress == Progress.MORE; i++) {
            RecordedHandshake.Part part = recorded.parts().get(i);
            if (part.bytes() != null && i == cutPart) {
                feeder.feed(part.side(), Arrays.copyOf(part.bytes(), at));
                feeder.feed(part.side(), Arrays.copyOfRange(part.bytes(), at, part.bytes().length));
            } else if (part.bytes() != null) {
                feeder.feed(part.side(), part.bytes());
            }
        }
        return feeder.describe();
    }

    private static List<byte[]> records(byte[] bytes) {
        List<byte[]> records = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            int end = at + 5 + ((bytes[at + 3] & 0xff) << 8 | bytes[at + 4] & 0xff);
            records.add(Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
        return records;
    }

    private static String text(ObservationDraft draft) {
        return draft.tls + "\n" + draft.tlsDetail + "\n" + draft.handshake + "\n" + draft.protection + draft.reasons;
    }
}
