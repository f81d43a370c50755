package io.plainsight.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureFiles;
import io.plainsight.sensor.capture.PacketSource;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import io.plainsight.sensor.testing.SharedFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the whole sensor tells of protocols over UDP in captures made by others, and of the names in them. */
class UdpCapturesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ipfixprobe/dns.pcap                  | dns plaintext - false
            ja4/latest.pcapng                    | nbns plaintext - false
            ipfixprobe/smtp.pcap                 | netbios-dgm plaintext - false
            zeek/erspan.pcap                     | llmnr plaintext - false
            ndpi/tls_certificate_too_long.pcap   | mdns plaintext - false
            ndpi/tls_certificate_too_long.pcap   | ntp plaintext - false
            ja4/latest.pcapng                    | ssdp plaintext - false
            ndpi/zoom.pcap                       | dhcp plaintext - false
            ipfixprobe/sip.pcap                  | dhcpv6 plaintext - false
            ndpi/snmp.pcap                       | snmp plaintext secret true
            ndpi/snmp.pcap                       | snmp unknown - -
            zeek/snmpv3_get_next.pcap            | snmp plaintext - true
            ipfixprobe/sip.pcap                  | sip plaintext derived true
            ndpi/coap_mqtt.pcap                  | coap plaintext - true
            ndpi/nfsv3.pcap                      | nfs plaintext - true
            ndpi/nfsv3.pcap                      | rpc plaintext - false
            zeek/krb-kinit.pcap                  | kerberos protected - -
            ndpi/kerberos-login.pcap             | kerberos weak - -
            zeek/tunnels-gre-within-gre.pcap     | rip plaintext - false
            pcapplusplus/tcp-reassembly.pcap     | sflow plaintext - true
            tcpdump/tftp.pcap                    | tftp plaintext - true
            zeek/syslog-single-udp.pcap          | syslog plaintext - true
            """)
    void shouldTellWhatTheCaptureShows(String file, String expected) throws CaptureException {
        assertThat(observe(file).stream().map(UdpCapturesTest::tell)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            zeek/wikipedia.pcap        | upload.wikimedia.org dns
            ndpi/KakaoTalk_chat.pcap   | plus-talk.kakao.com dns
            zeek/tunnels-Teredo.pcap   | www.wireshark.org dns
            zeek/tls12-decryption.pcap | heise.de sni
            """)
    void shouldNameDestinations(String file, String expected) throws CaptureException {
        assertThat(observe(file).stream()
                        .map(o ->
                                o.destination().domain() + " " + o.plainsight().domainSource()))
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource("ndpi/dns_dot.pcap")
    void shouldNameDnsInsideTls(String file) throws CaptureException {
        assertThat(observe(file))
                .anyMatch(o -> "tls".equals(o.network().protocol())
                        && "dns".equals(o.network().application()));
    }

    @Test
    void shouldReadTheHandshakesInsideOpenVpn() throws CaptureException {
        assertThat(observe("ndpi/openvpn.pcap").stream()
                        .filter(o -> "openvpn".equals(o.network().protocol()) && o.tls() != null)
                        .map(o -> o.network().transport() + " " + o.tls().version() + " "
                                + o.tls().cipher() + " " + o.tls().client().ja3()))
                .contains(
                        "tcp 1.0 TLS_DHE_RSA_WITH_AES_256_CBC_SHA f0d20361ae57a5c81d94ac774a736a52",
                        "udp 1.2 TLS_DHE_RSA_WITH_AES_256_GCM_SHA384 c0a24f59cdefaddbf62109a0ea8e9079");
    }

    @Test
    void shouldReadTheHelloInsideRdpOverUdp() throws CaptureException {
        assertThat(observe("ndpi/rdp2.pcap").stream()
                        .filter(o -> "rdp".equals(o.network().protocol()) && o.tls() != null)
                        .map(o ->
                                o.tls().client().ja3() + " " + o.tls().client().ja4()))
                .containsExactly("84869b491ae5b9469d83b4c661763cd9 t11d070600_c50f5591e341_950472255fe9");
    }

    @Test
    void shouldNameSmbInsideNetbios() throws CaptureException {
        assertThat(observe("ipfixprobe/smtp.pcap"))
                .anyMatch(o -> "netbios-dgm".equals(o.network().protocol())
                        && "smb".equals(o.network().application()));
    }

    private static List<Observation> observe(String file) throws CaptureException {
        Path path = SharedFolder.require().resolve("corpus").resolve(file);
        List<Observation> ended = new ArrayList<>();
        ObservationSink sink = observation -> {
            if (observation.event().action().equals(Actions.FLOW_ENDED)) {
                ended.add(observation);
            }
        };
        SensorCounters counters = new SensorCounters();
        SensorPipeline pipeline =
                new SensorPipeline(SensorSettings.defaults("tap1"), new Protocols(counters).all(), sink, counters);
        pipeline.beginFile(file);
        try (PacketSource source = CaptureFiles.open(path)) {
            source.forEach(pipeline);
        }
        pipeline.endFile();
        return ended;
    }

    private static String tell(Observation observation) {
        Observation.Plainsight verdict = observation.plainsight();
        Observation.Plaintext plaintext = verdict.plaintext();
        String credentials = plaintext == null || plaintext.credentials() == null ? "-" : plaintext.credentials();
        String userData = plaintext == null ? "-" : plaintext.userData().toString();
        return observation.network().protocol() + " " + verdict.protection().text() + " " + credentials + " "
                + userData;
    }
}
