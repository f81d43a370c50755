package io.plainsight.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data connections that an FTP control connection announced in clear. */
class FtpDataTest {
    private static final String LOGIN = "USER bob\r\n";
    private static final byte[] BYTES = HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452");

    private final Conversations sensor = new Conversations();

    /** RFC 959 section 4.2, RFC 2428 section 3; port 2580 is 10 times 256 and 20. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "227 Entering Passive Mode (192,0,2,1,10,20)",
                "227 Entering Passive Mode. 10,0,1,9,10,20",
                "227 =10,0,1,9,10,20",
                "229 Entering Extended Passive Mode (|||2580|)",
                "229 Entering Extended Passive Mode (!!!2580!)"
            })
    void shouldRecogniseThePassiveDataConnection(String reply) {
        control().client("PASV\r\n").server(reply + "\r\n").client("RETR a\r\n").server("150 ok\r\n");
        sensor.open(40001, 2580).server(BYTES);

        Observation data = sensor.ended(2580);
        assertThat(data.network().protocol()).isEqualTo("ftp-data");
        assertThat(data.plainsight().protection()).isEqualTo(Protection.PLAINTEXT);
        assertThat(data.plainsight().plaintext().userData()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PORT 10,0,0,5,10,20", "EPRT |1|10.0.0.5|2580|", "EPRT |2|1080::8:800:200C:417A|2580|"})
    void shouldRecogniseTheActiveDataConnection(String command) {
        control().client(command + "\r\n").server("200 ok\r\n");
        sensor.openBack(20, 2580).client(BYTES);

        assertThat(sensor.ended(2580).network().protocol()).isEqualTo("ftp-data");
    }

    @Test
    void shouldFollowEveryTransferAndEachOnce() {
        Conversations.Conversation control = control();
        for (int i = 0; i < 3; i++) {
            control.client("EPSV\r\n").server("229 (|||" + (3000 + i) + "|)\r\n");
            control.client("RETR a\r\n").server("150 ok\r\n").server("226 done\r\n");
            sensor.open(41000 + i, 3000 + i).server(BYTES);
        }
        sensor.open(41009, 3000).server(BYTES);
        sensor.pipeline.end();

        assertThat(sensor.observations.stream()
                        .filter(o -> o.event().action().equals("flow_ended"))
                        .filter(o -> "ftp-data".equals(o.network().protocol())))
                .hasSize(3);
    }

    @Test
    void shouldReadTlsOnTheDataConnection() {
        control().client("EPSV\r\n").server("229 (|||2580|)\r\n");
        sensor.open(40001, 2580).client(HexFormat.of().parseHex("16030100c8010000c40303a1a2a3a4"));

        Observation data = sensor.ended(2580);
        assertThat(data.network().protocol()).isEqualTo("tls");
        assertThat(data.network().application()).isEqualTo("ftp-data");
        assertThat(data.plainsight().protection()).isEqualTo(Protection.UNKNOWN);
    }

    /** A file may begin like a ClientHello. */
    @Test
    void shouldCallAFilePlaintextThatOnlyLooksLikeTls() {
        control().client("EPSV\r\n").server("229 (|||2580|)\r\n");
        sensor.open(40001, 2580).server(HexFormat.of().parseHex("160300ffff01ffffffffffffffffffffffffffff"));

        Observation data = sensor.ended(2580);
        assertThat(data.plainsight().protection()).isIn(Protection.PLAINTEXT, Protection.UNKNOWN);
    }

    @Test
    void shouldNotExpectWhatNobodyAnnounced() {
        control().client("EPSV\r\n").server("229 (|||0|)\r\n").server("229 (|||99999|)\r\n");
        sensor.open(40001, 2580).server(BYTES);

        assertThat(sensor.ended(2580).network().protocol()).isNull();
    }

    private Conversations.Conversation control() {
        return sensor.open(40000, 21)
                .server("220 FTP ready\r\n")
                .client(LOGIN)
                .server("331 password\r\n")
                .client("PASS x\r\n")
                .server("230 in\r\n");
    }
}
