package io.plainsight.sensor.tns;

import static io.plainsight.sensor.text.DialogueAssert.assertThatDialogue;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.testing.TlsReply;
import io.plainsight.sensor.testing.Wire;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.DialogueAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dialogues as Oracle's own thin drivers write them. */
class TnsTest {
    private static final int CONNECT = 1;
    private static final int ACCEPT = 2;
    private static final int REFUSE = 4;
    private static final int RESEND = 11;
    private static final int DATA = 6;
    private static final int OLD = 314;
    private static final int NEW = 319;

    @ParameterizedTest
    @ValueSource(ints = {OLD, NEW})
    void shouldSeeALoginAndStatements(int version) {
        Dialogue dialogue = opened(version)
                .client(data(version, Wire.hex("01 06 00"), "driver"))
                .server(data(version, Wire.hex("01 06 00"), "x86_64/Linux"))
                .client(data(version, Wire.hex("03 76 01"), "bob AUTH_TERMINAL"))
                .server(data(version, Wire.hex("08"), "AUTH_SESSKEY AUTH_VFR_DATA"))
                .client(data(version, Wire.hex("03 73 02"), "bob AUTH_SESSKEY AUTH_PASSWORD"))
                .server(data(version, Wire.hex("08"), "AUTH_VERSION_NO"));

        tns(dialogue).isPlaintext().hasCredentials("derived").hasUserData(false);
        tns(dialogue.client(data(version, Wire.hex("03 5e 03"), "select secret from t")))
                .isPlaintext()
                .hasUserData(true);
    }

    @Test
    void shouldTakePiggybacksForUserDataAndLogoffForNone() {
        Dialogue dialogue = opened(NEW)
                .client(data(NEW, Wire.hex("03 93 01"), ""))
                .server(data(NEW, Wire.hex("09"), ""))
                .client(data(NEW, Wire.hex("03 09 02"), ""))
                .server(data(NEW, Wire.hex("09"), ""));

        tns(dialogue).isPlaintext().hasUserData(false);
        tns(dialogue.client(data(NEW, Wire.hex("11 69 03"), "select"))).hasUserData(true);
    }

    @Test
    void shouldGradeATokenInClear() {
        tns(opened(NEW).client(data(NEW, Wire.hex("03 73 02"), "AUTH_TOKEN eyJhbGci")))
                .isPlaintext()
                .hasCredentials("token");
    }

    @ParameterizedTest
    @CsvSource({
        "1, RC4_40",
        "2, DES56C",
        "3, DES40C",
        "6, RC4_256",
        "8, RC4_56",
        "10, RC4_128",
        "11, 3DES112",
        "12, 3DES168"
    })
    void shouldFindBrokenNativeEncryptionWeak(int algorithm, String name) {
        ObservationDraft draft = negotiated(algorithm);

        assertThat(draft.protection).isEqualTo(Protection.WEAK);
        assertThat(draft.crypto.encryption()).isEqualTo(name);
        assertThat(draft.plaintext).isNull();
    }

    @ParameterizedTest
    @CsvSource({"15, AES128", "16, AES192", "17, AES256", "99, unknown"})
    void shouldNotCallNativeEncryptionProtectedWithoutItsKeyExchange(int algorithm, String name) {
        ObservationDraft draft = negotiated(algorithm);

        assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
        assertThat(draft.crypto.encryption()).isEqualTo(name);
        assertThat(draft.plaintext).isNull();
        assertThat(draft.reasons.get(0).rule()).isEqualTo("crypto.algorithm.hidden");
    }

    @Test
    void shouldSeeStatementsWhereNoEncryptionWasChosen() {
        tns(negotiation(0).client(data(OLD, Wire.hex("03 5e 03"), "select")).server(data(OLD, Wire.hex("04"), "")))
                .isPlaintext()
                .hasUserData(true);
    }

    @Test
    void shouldNotDecideOnARefusal() {
        tns(new Dialogue()
                        .client(connect(NEW))
                        .server(packet(RESEND, new byte[0]))
                        .client(connect(NEW))
                        .server(packet(
                                REFUSE,
                                new Wire()
                                        .bytes("2200 000d")
                                        .text("(ERR=12514)  ")
                                        .done())))
                .isUndecided();
    }

    @Test
    void shouldNotTakeATlsServerForPlaintext() {
        for (byte[] reply : new byte[][] {TlsReply.alert(), TlsReply.serverHello()}) {
            tns(new Dialogue().client(connect(NEW)).server(reply)).isUndecided();
            tns(new Dialogue()
                            .client(connect(OLD))
                            .client(data(OLD, Wire.hex("03 5e 03"), "select"))
                            .server(reply))
                    .isUndecided();
        }
    }

    @Test
    void shouldTellHeadsFromNeighbours() {
        TnsSignature signature = new TnsSignature();

        assertThat(new Dialogue().client(connect(NEW)).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().server(accept(OLD)).match(signature)).isEqualTo(Match.YES);
        assertThat(new Dialogue().server(packet(RESEND, new byte[0])).match(signature))
                .isEqualTo(Match.MAYBE);
        assertThat(new Dialogue()
                        .client(Wire.hex("001d 1234 0100 0001 0000 0000 0000 07 6578616d706c65"))
                        .match(signature))
                .isEqualTo(Match.NO);
        assertThat(new Dialogue().client(connect(299)).match(signature)).isEqualTo(Match.NO);
        assertThat(new Dialogue().client(connect(341)).match(signature)).isEqualTo(Match.NO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000", "0001", "0008", "7fff", "ffff"})
    void shouldSurviveEveryLength(String length) {
        tns(new Dialogue()
                .client(connect(OLD))
                .server(accept(OLD))
                .client(Wire.hex(length + "0000 06 00 0000 0000 03 5e 00")));
        byte[] negotiation = Wire.hex("0020 0000 06 00 0000 0000 deadbeef 0016 0b200200" + length + "00 0002" + length
                + "00000000" + length + "0002 11");
        negotiation[1] = (byte) negotiation.length;
        tns(new Dialogue().client(connect(OLD)).server(accept(OLD)).server(negotiation));
    }

    private static ObservationDraft negotiated(int algorithm) {
        Dialogue dialogue = negotiation(algorithm)
                .client(data(OLD, Wire.hex("deadbeef 0020 0b200200 0001 00 0003 0001 00000000"), "key"))
                .client(data(OLD, Wire.hex("7a f4 19"), "select"))
                .server(data(OLD, Wire.hex("11 98 02"), "AUTH"));
        tns(dialogue);
        return dialogue.feed(TnsDissector::new).draft();
    }

    /** Supervisor, authentication, encryption and data integrity, each with its version first. */
    private static Dialogue negotiation(int algorithm) {
        byte[] services = new Wire()
                .bytes("deadbeef 0061 0b200200 0004 00")
                .bytes(
                        "0004 0003 00000000 0004 0005 0b200200 0002 0006 001f 000e 0001 deadbeef 0003 00000002 0004 0001")
                .bytes("0001 0002 00000000 0004 0005 0b200200 0002 0006 fbff")
                .bytes("0002 0002 00000000 0004 0005 0b200200 0001 0002")
                .u8(algorithm)
                .bytes("0003 0002 00000000 0004 0005 0b200200 0001 0002 00")
                .done();
        return opened(OLD)
                .client(data(OLD, Wire.hex("deadbeef 009a 0b200200 0004 00"), "services"))
                .server(data(OLD, services, ""));
    }

    private static Dialogue opened(int version) {
        return new Dialogue().client(connect(version)).server(accept(version));
    }

    private static byte[] connect(int version) {
        return packet(
                CONNECT,
                new Wire()
                        .u16(version)
                        .bytes("012c 0001 2000 ffff 4f98 0000 0001 0018 003a")
                        .zeros(22)
                        .text("(CONNECT_DATA=(SID=X))  ")
                        .done());
    }

    private static byte[] accept(int version) {
        return packet(
                ACCEPT,
                new Wire()
                        .u16(version)
                        .bytes("0001 2000 ffff 0100 0000 0020 4141")
                        .zeros(8)
                        .done());
    }

    private static byte[] packet(int type, byte[] body) {
        return new Wire()
                .u16(8 + body.length)
                .u16(0)
                .u8(type)
                .u8(0)
                .u16(0)
                .add(body)
                .done();
    }

    private static byte[] data(int version, byte[] head, String text) {
        int length = 10 + head.length + text.length();
        Wire wire =
                version >= 315 ? new Wire().u32(length) : new Wire().u16(length).u16(0);
        return wire.u8(DATA).zeros(5).add(head).text(text).done();
    }

    private static DialogueAssert tns(Dialogue dialogue) {
        return assertThatDialogue(dialogue, new TnsSignature());
    }
}
