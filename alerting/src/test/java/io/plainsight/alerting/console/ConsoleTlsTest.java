package io.plainsight.alerting.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.alerting.metrics.AlertingMetrics;
import io.plainsight.alerting.store.AlertStore;
import io.plainsight.alerting.store.PostureStore;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTlsTest {
    @TempDir
    Path folder;

    @Test
    void shouldServeHttpsWithTheGivenKeystore() throws Exception {
        Path keystore = keystore("correct horse");
        ConsoleTls tls = ConsoleTls.load(keystore, password("correct horse\n"));
        CollectorRegistry registry = new CollectorRegistry();
        AlertingMetrics metrics = new AlertingMetrics(registry);

        try (ConsoleServer server = new ConsoleServer(
                new ConsoleServer.Options(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), tls, Set.of(), 1),
                new AlertStore(1, metrics),
                new PostureStore(),
                registry,
                metrics)) {
            server.start(() -> true, () -> true);

            HttpResponse<String> response = HttpClient.newBuilder()
                    .sslContext(trusting(keystore, "correct horse"))
                    .build()
                    .send(
                            HttpRequest.newBuilder(server.uri().resolve("/healthz"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(server.uri().getScheme()).isEqualTo("https");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void shouldRefuseAWrongPassword() throws Exception {
        Path keystore = keystore("correct horse");
        Path wrong = password("battery staple");

        assertThatThrownBy(() -> ConsoleTls.load(keystore, wrong)).isInstanceOf(IOException.class);
    }

    private Path password(String content) throws IOException {
        return Files.writeString(folder.resolve("password"), content);
    }

    private Path keystore(String password) throws Exception {
        Path file = folder.resolve("console.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "console",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        password)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return file;
    }

    private static SSLContext trusting(Path keystore, String password) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            keys.load(in, password.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("console", keys.getCertificate("console"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
