package io.plainsight.stream.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.events.Observation;
import io.plainsight.stream.Observations;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryReaderTest {
    @TempDir
    Path directory;

    /** The hash as openssl has it: {@code openssl x509 -pubkey -noout | openssl pkey -pubin -outform der | sha256sum}. */
    @Test
    void shouldFindACertificateByItsKey() throws Exception {
        Inventory inventory = InventoryReader.read(List.of(resource("self-signed.pem")));

        assertThat(inventory.ofKey("bd35c0b9bf2a7534eb89c5513cadac6c2c87edd2fd100d43726f0e4b0acf4f4e"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.names()).contains("self.internal"));
        assertThat(inventory.ofKey("00")).isEmpty();
    }

    @Test
    void shouldReadTheServersCertificateOfAChain() throws Exception {
        Inventory inventory = InventoryReader.read(List.of(resource("chain.pem")));

        assertThat(inventory.size()).isEqualTo(1);
        assertThat(server(inventory, "hidden.internal")).satisfies(server -> {
            assertThat(server.subject()).isEqualTo("CN=hidden.internal");
            assertThat(server.issuer()).contains("CN=Inventory CA");
            assertThat(server.x509().publicKeyAlgorithm()).isEqualTo("RSA");
            assertThat(server.x509().publicKeySize()).isEqualTo(1024);
            assertThat(server.x509().selfSigned()).isFalse();
            assertThat(server.x509().alternativeNames())
                    .containsExactly("hidden.internal", "*.apps.internal", "10.0.1.9");
            assertThat(server.hash().sha256()).hasSize(64);
        });
    }

    @Test
    void shouldReadACertificateThatIsItsOwnAuthority() throws Exception {
        Observation.Server server = server(InventoryReader.read(List.of(resource("self-signed.pem"))), "self.internal");

        assertThat(server.x509().selfSigned()).isTrue();
        assertThat(server.x509().publicKeyAlgorithm()).isEqualTo("Ed25519");
    }

    @ParameterizedTest
    @CsvSource({
        "hidden.internal, true",
        "HIDDEN.internal, true",
        "a.apps.internal, true",
        "a.b.apps.internal, false",
        "apps.internal, false",
        "other.internal, false",
    })
    void shouldFindByTheNameAsked(String name, boolean found) throws Exception {
        Inventory inventory = InventoryReader.read(List.of(resource("chain.pem")));

        assertThat(inventory.find(Observations.tls().serverName(name).build()).isPresent())
                .isEqualTo(found);
    }

    @Test
    void shouldPassOverKeysAndAuthoritiesInADirectory() throws Exception {
        Files.copy(resource("chain.pem"), directory.resolve("fullchain.pem"));
        Files.writeString(
                directory.resolve("privkey.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        Files.writeString(directory.resolve("README"), "nothing\n");

        assertThat(InventoryReader.read(List.of(directory)).size()).isEqualTo(1);
    }

    @Test
    void shouldReadCsvAsSpreadsheetsWriteIt() throws Exception {
        Path file = write(
                "certificates.csv",
                "\uFEFFOwner,Name,Endpoint,Not_Before,Not_After,Issuer,Serial,SHA256,Key_Algorithm,Key_Size\r\n"
                        + "team,a.internal b.internal,,2026-01-01,2026-12-31,\"CN=CA, \"\"one\"\"\",0a:1b,"
                        + "AB".repeat(32) + ",RSA,2048\r\n"
                        + "team,,10.0.1.9:443,,2026-12-31T23:59:59+01:00,,,,,\r\n"
                        + "\r\n"
                        + "team,,[fd00::9]:443,,2026-12-31 23:59:59,,,,,\r\n");

        Inventory inventory = InventoryReader.read(List.of(file));

        assertThat(inventory.size()).isEqualTo(3);
        assertThat(server(inventory, "b.internal", "10.9.9.9")).satisfies(server -> {
            assertThat(server.notBefore()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
            assertThat(server.issuer()).isEqualTo("CN=CA, \"one\"");
            assertThat(server.x509().serialNumber()).isEqualTo("0A1B");
            assertThat(server.x509().publicKeySize()).isEqualTo(2048);
            assertThat(server.hash().sha256()).isEqualTo("ab".repeat(32));
        });
        assertThat(server(inventory, "b.internal", "10.0.1.9").notAfter()) // the endpoint counts before the name
                .isEqualTo(Instant.parse("2026-12-31T22:59:59Z"));
        assertThat(server(inventory, "x", "fd00::9").notAfter()).isEqualTo(Instant.parse("2026-12-31T23:59:59Z"));
    }

    @Test
    void shouldTellEveryProblemWithItsPlaceAndRemedy() throws IOException {
        Path csv = write("bad.csv", """
                name,endpoint,not_after,sha256,key_size
                a.internal,,soon,,
                ,,2026-12-31,,
                ,host:443,2026-12-31,,
                b.internal,,2026-12-31,beef,
                c.internal,,,,
                d.internal,,2026-12-31,,huge
                "e.internal,,2026-12-31,,
                """);
        Path headless = write("headless.csv", "a.internal,2026-12-31\n");
        Path cut = write("cut.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n");
        Path wrong = write("wrong.pem", "text\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Path none = write("none.pem", "no certificate\n");
        Path absent = directory.resolve("absent.pem");

        assertThatThrownBy(() -> InventoryReader.read(List.of(csv, headless, cut, wrong, none, absent)))
                .isInstanceOf(InventoryException.class)
                .message()
                .contains("bad.csv:2: \"soon\" is no time for not_after; write 2027-03-31T12:00:00Z")
                .contains("bad.csv:3: neither name nor endpoint")
                .contains("bad.csv:4: \"host:443\" is no endpoint; write 10.0.1.9:443")
                .contains("bad.csv:5: \"beef\" is no SHA-256 fingerprint")
                .contains("bad.csv:6: not_after is empty")
                .contains("bad.csv:7: \"huge\" is no size of a key")
                .contains("bad.csv:8: a quote is not closed")
                .contains("headless.csv:1: no line of column names")
                .contains("cut.pem:1: the certificate has no '-----END CERTIFICATE-----'")
                .contains("wrong.pem:2: the certificate is no X.509 certificate")
                .contains("none.pem: no certificate of a server in it; give PEM")
                .contains("absent.pem: no such file; check the path");
    }

    @Test
    void shouldReportEveryProblemOfALine() throws Exception {
        Path csv = write("bad.csv", """
                endpoint,not_before,not_after,key_size,sha256
                10.0.1.9:65536,never,soon,huge,beef
                10.0.1.9:0,,2027-01-01,,
                10.0.1.9:65535,,2027-01-01,,
                """);

        assertThatThrownBy(() -> InventoryReader.read(List.of(csv)))
                .isInstanceOf(InventoryException.class)
                .message()
                .contains("bad.csv:2: \"10.0.1.9:65536\" is no endpoint")
                .contains("bad.csv:2: \"never\" is no time for not_before")
                .contains("bad.csv:2: \"soon\" is no time for not_after")
                .contains("bad.csv:2: \"huge\" is no size of a key")
                .contains("bad.csv:2: \"beef\" is no SHA-256 fingerprint")
                .contains("bad.csv:3: \"10.0.1.9:0\" is no endpoint")
                .doesNotContain("bad.csv:4");
    }

    @Test
    void shouldFollowChangedFilesAndKeepTheLastGoodOnes() throws Exception {
        Path file = write("a.csv", "name,not_after\na.internal,2026-12-31\n");
        try (InventoryFiles files = InventoryFiles.watch(List.of(directory))) {
            write("b.csv", "name,not_after\nb.internal,2026-12-31\n");
            files.look();
            assertThat(files.get().size()).isEqualTo(2);

            Files.writeString(file, "nonsense\n");
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
            files.look();
            assertThat(files.get().size()).isEqualTo(2);

            Files.delete(file);
            files.look();
            assertThat(files.get().size()).isEqualTo(1);
        }
    }

    @Test
    void shouldCompareWithWhatIsSeen() throws Exception {
        Path file = write(
                "c.csv",
                "name,not_after,sha256,serial\n"
                        + "old.internal,2026-12-31," + "ab".repeat(32) + ",\n"
                        + "old.internal,2027-12-31," + "cd".repeat(32) + ",\n"
                        + "serial.internal,2026-12-31,,0A1B\n"
                        + "bare.internal,2026-12-31,,\n");
        Inventory inventory = InventoryReader.read(List.of(file));

        assertThat(inventory.other(
                        seen("old.internal"), seen("old.internal").tls().server()))
                .isEmpty();
        assertThat(inventory.other(
                        seen("old.internal"),
                        Observations.tls()
                                .certificate("CN=x")
                                .fingerprint("ef".repeat(32))
                                .build()
                                .tls()
                                .server()))
                .hasValueSatisfying(
                        entry -> assertThat(entry.server().hash().sha256()).isEqualTo("cd".repeat(32)));
        assertThat(inventory.other(
                        seen("bare.internal"), seen("bare.internal").tls().server()))
                .isEmpty();
        assertThat(inventory.other(seen("unlisted.internal"), seen("x").tls().server()))
                .isEmpty();
    }

    private static Observation seen(String name) {
        return Observations.tls()
                .serverName(name)
                .certificate("CN=" + name, name)
                .build();
    }

    private static Observation.Server server(Inventory inventory, String name) {
        return server(inventory, name, "10.9.9.9");
    }

    private static Observation.Server server(Inventory inventory, String name, String ip) {
        return inventory
                .find(Observations.tls().to(ip, 443).serverName(name).build())
                .orElseThrow()
                .server();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(InventoryReaderTest.class.getResource(name).toURI());
    }
}
