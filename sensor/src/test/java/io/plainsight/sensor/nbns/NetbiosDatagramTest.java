package io.plainsight.sensor.nbns;

import static io.plainsight.sensor.testing.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Protection;
import io.plainsight.sensor.dissect.Datagrams;
import io.plainsight.sensor.dissect.ObservationDraft;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NetbiosDatagramTest {
    private static final String HEADER = "1102 8001 0a000005 008a 0044 0000";
    /** The name of RFC 1001 section 14.1, "FRED", without a scope and with its "NETBIOS.COM". */
    private static final String NAME = "20" + letters("EGFCEFEECACACACACACACACACACACACA") + "00";

    private static final String SCOPED =
            NAME.substring(0, NAME.length() - 2) + "07" + letters("NETBIOS") + "03" + letters("COM") + "00";
    private static final String SMB = "ff534d42 25 00000000 00 0000";

    private final NetbiosDatagramSignature signature = new NetbiosDatagramSignature();

    @Test
    void shouldNameSmbBehindTheNames() {
        assertThat(told(hex(HEADER + NAME + NAME + SMB))).isEqualTo("smb");
        assertThat(told(hex(HEADER + SCOPED + SCOPED + SMB))).isEqualTo("smb");
    }

    @Test
    void shouldNameNothingElse() {
        assertThat(told(hex(HEADER + NAME + NAME + "fe534d42"))).isNull();
        assertThat(told(hex(HEADER + NAME + NAME))).isNull();
        assertThat(told(hex("1402 8001 0a000005 008a" + NAME + SMB))).isNull();
    }

    @Test
    void shouldLookIntoTheDatagramsThatFollow() {
        ObservationDraft draft = new Datagrams()
                .client(hex(HEADER + NAME + NAME + "00"))
                .client(hex(HEADER + NAME + NAME + SMB))
                .feed(signature);

        assertThat(draft.application).isEqualTo("smb");
        assertThat(draft.plaintext.userData()).isFalse();
    }

    @Test
    void shouldStayInClearHoweverItIsCutOrDisturbed() {
        byte[] whole = hex(HEADER + SCOPED + NAME + SMB);
        Datagrams datagrams = new Datagrams().client(whole);
        for (int length = 0; length < whole.length; length++) {
            ObservationDraft draft = datagrams.feedCut(signature, 0, length);
            assertThat(draft.protection).isEqualTo(Protection.PLAINTEXT);
            assertThat(draft.application).isEqualTo(length < whole.length - 8 ? null : "smb");
        }
        Random random = new Random(138);
        for (int i = 0; i < 5_000; i++) {
            assertThat(datagrams.feedDisturbed(signature, random).protection).isEqualTo(Protection.PLAINTEXT);
        }
    }

    private String told(byte[] datagram) {
        ObservationDraft draft = new Datagrams().client(datagram).feed(signature);
        assertThat(draft.protocol).isEqualTo("netbios-dgm");
        return draft.application;
    }

    private static String letters(String text) {
        StringBuilder hex = new StringBuilder();
        for (byte letter : text.getBytes(StandardCharsets.US_ASCII)) {
            hex.append(String.format("%02x", letter));
        }
        return hex.toString();
    }
}
