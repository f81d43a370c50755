package io.plainsight.sensor.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.PlaintextProtocols;
import io.plainsight.sensor.dissect.ProtocolSignature;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;
import io.plainsight.sensor.testing.SharedFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first signature that says YES opens the dissector, and what it tells of captures made by others is checked. */
class RealCapturesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            zeek/smtp.pcap                              | smtp plaintext none
            ipfixprobe/smtp.pcap                        | smtp
            zeek/tls-smtp-starttls.pcap                 | smtp tls
            suricata/smtp-startssl.pcap                 | smtp tls
            zeek/tls-pop3-starttls.pcap                 | pop3 tls
            suricata/pop3-auth-01.pcap                  | pop3 plaintext token
            ndpi/imap.pcap                              | imap plaintext secret
            zeek/tls-imap-starttls.pcap                 | imap tls
            zeek/ftp-ipv4.pcap                          | ftp plaintext none
            zeek/ftp-ipv6.pcap                          | ftp plaintext none
            zeek/ftp-bruteforce.pcap                    | ftp plaintext secret
            zeek/ftp-auth-tls.pcap                      | ftp tls
            ndpi/telnet.pcap                            | telnet plaintext secret
            zeek/http-get.pcap                          | http plaintext none
            zeek/http-post.pcap                         | http plaintext
            zeek/http-basic-auth-with-colon.pcap        | http plaintext secret
            zeek/http-connect-with-header.pcap          | http tls
            ndpi/http_connect.pcap                      | http tls
            scapy/http2_h2c.pcap                        | http plaintext
            zeek/postgresql-http-on-port-5432.pcap      | http plaintext
            zeek/http-get-to-ssh-server.pcap            | http unknown
            zeek/rdp-to-ssl.pcap                        | rdp tls
            suricata/rdp-protocol.pcap                  | rdp weak
            zeek/rdp-x509.pcap                          | rdp unknown
            zeek/rdp-proprietary-encryption.pcap        | rdp weak
            zeek/tls-xmpp-starttls.pcap                 | xmpp tls
            zeek/tls-irc-starttls.pcap                  | irc tls
            zeek/irc-basic.pcap                         | irc plaintext
            zeek/ldap-starttls.pcap                     | ldap tls
            zeek/ldap-aduser1.pcap                      | ldap plaintext
            suricata/ldap-search.pcap                   | ldap plaintext
            zeek/mysql-auth.pcap                        | mysql plaintext derived
            zeek/mysql-encrypted.pcap                   | mysql tls
            zeek/mysql-tls-12-amazon-rds.pcap           | mysql tls
            zeek/postgresql-psql-login.pcap             | postgresql plaintext derived
            zeek/postgresql-psql-aws-ssl-preferred.pcap | postgresql tls
            zeek/socks-with-ssl.pcap                    | socks tls
            zeek/smb1.pcap                              | smb plaintext
            zeek/smb3.pcap                              | smb protected
            zeek/smb311.pcap                            | smb protected
            ndpi/smbv1.pcap                             | smb plaintext
            zeek/rfb-vnc-mac-to-linux.pcap              | vnc plaintext derived
            ndpi/rsh.pcap                               | rsh plaintext none
            zeek/nfs_base.pcap                          | nfs plaintext none
            suricata/nfs4-01.pcap                       | nfs plaintext none
            zeek/modbusSmall.pcap                       | modbus plaintext none
            ndpi/modbus.pcap                            | modbus plaintext none
            zeek/dnp3.pcap                              | dnp3 plaintext none
            ndpi/amqp.pcap                              | amqp plaintext none
            zeek/mqtt.pcap                              | mqtt plaintext none
            ndpi/nats.pcap                              | nats plaintext
            ndpi/cassandra.pcap                         | cassandra plaintext none
            ndpi/elasticsearch.pcap                     | elasticsearch plaintext none
            ndpi/memcached.pcap                         | memcached plaintext none
            ndpi/resp.pcap                              | redis plaintext
            zeek/redis-pipelining-example.pcap          | redis plaintext none
            zeek/tcp-syslog.pcap                        | syslog plaintext none
            ndpi/rsh-syslog-false-positive.pcap         | syslog plaintext none
            ipfixprobe/rtsp.pcap                        | rtsp plaintext none
            zeek/tls12-decryption.pcap                  | none
            """)
    void shouldTellWhatTheCaptureShows(String file, String expected) throws IOException {
        List<String> told = new ArrayList<>();
        for (Dialogue dialogue :
                TcpStreams.read(SharedFolder.require().resolve("corpus").resolve(file))) {
            told.add(tell(dialogue));
        }

        assertThat(told).anyMatch(text -> text.startsWith(expected));
    }

    private static String tell(Dialogue dialogue) {
        for (ProtocolSignature signature : PlaintextProtocols.signatures()) {
            if (dialogue.match(signature) == Match.YES) {
                Dialogue.Outcome outcome = dialogue.feed(signature::open);
                String credentials = outcome.draft().plaintext == null
                                || outcome.draft().plaintext.credentials() == null
                        ? "none"
                        : outcome.draft().plaintext.credentials();
                String verdict =
                        outcome.startsTls() ? "tls" : outcome.draft().protection.text();
                return signature.protocol() + " " + verdict + " " + credentials;
            }
        }
        return "none";
    }
}
