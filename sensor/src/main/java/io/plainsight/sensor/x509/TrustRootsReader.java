package io.plainsight.sensor.x509;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Reads trusted roots: a PEM bundle (RFC 7468), a directory of them, or what the machine trusts. Text between the
 * certificates is passed over, as bundles carry comments.
 */
public final class TrustRootsReader {
    /** The word for what the machine trusts. */
    public static final String SYSTEM = "system";

    /** The largest bundles in use, with every authority of every country, stay below 2 MiB. */
    static final long MAX_FILE_BYTES = 32L << 20;

    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String BEGIN_TRUSTED = "-----BEGIN TRUSTED CERTIFICATE-----";
    private static final String END = "-----END";
    private static final String REMEDY =
            "; give a PEM bundle with '" + BEGIN + "', a directory of such files, or 'system'";

    /** Debian and its kin, Red Hat and its kin, openSUSE, Alpine and macOS. */
    private static final List<Path> SYSTEM_BUNDLES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"),
            Path.of("/etc/ssl/cert.pem"));

    private TrustRootsReader() {}

    /**
     * Reads roots.
     *
     * @param source a file, a directory whose files {@code *.pem}, {@code *.crt} and {@code *.cer} are read in name order,
     *     or {@link #SYSTEM}: the machine's bundle, and the JDK's own where it has none
     * @throws TrustRootsException when one cannot be read, or there is none
     */
    public static TrustRoots read(String source) throws TrustRootsException {
        List<X509Certificate> roots = new ArrayList<>();
        if (source.equals(SYSTEM)) {
            readSystem(roots);
        } else {
            Path path = Path.of(source);
            for (Path file : Files.isDirectory(path) ? filesIn(path) : List.of(path)) {
                readFile(file, roots);
            }
        }
        if (roots.isEmpty()) {
            throw new TrustRootsException("trust roots " + source + ": no certificate in it" + REMEDY);
        }
        return new TrustRoots(roots);
    }

    private static void readSystem(List<X509Certificate> into) throws TrustRootsException {
        for (Path bundle : SYSTEM_BUNDLES) {
            if (Files.isReadable(bundle)) {
                readFile(bundle, into);
                return;
            }
        }
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    into.addAll(List.of(x509.getAcceptedIssuers()));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new TrustRootsException("trust roots system: the JDK's own cannot be read" + REMEDY, e);
        }
    }

    private static List<Path> filesIn(Path directory) throws TrustRootsException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("(?i).*\\.(pem|crt|cer)"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new TrustRootsException(
                    "trust roots " + directory + ": cannot list the directory (" + e.getMessage() + ")" + REMEDY, e);
        }
    }

    private static void readFile(Path file, List<X509Certificate> into) throws TrustRootsException {
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.equals(BEGIN) || line.equals(BEGIN_TRUSTED)) {
                int end = i + 1;
                while (end < lines.size() && !lines.get(end).startsWith(END)) {
                    end++;
                }
                if (end == lines.size()) {
                    throw bad(file, i, "has no '-----END CERTIFICATE-----': the file is cut short", null);
                }
                into.add(certificate(file, i, String.join("", lines.subList(i + 1, end))));
                i = end;
            }
        }
        if (lines.stream().noneMatch(line -> line.startsWith("-----BEGIN "))) {
            throw new TrustRootsException("trust roots " + file + ": no PEM text in it" + REMEDY);
        }
    }

    private static List<String> lines(Path file) throws TrustRootsException {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new TrustRootsException(
                        "trust roots " + file + ": larger than " + (MAX_FILE_BYTES >> 20) + " MiB" + REMEDY);
            }
            // any byte is a character here, so a binary file gives no certificate instead of an error about its text
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new TrustRootsException(
                    "trust roots " + file + ": cannot be read (" + e.getClass().getSimpleName() + ")" + REMEDY, e);
        }
    }

    private static X509Certificate certificate(Path file, int line, String base64) throws TrustRootsException {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException | IllegalArgumentException e) {
            throw bad(file, line, "is no X.509 certificate that can be read", e);
        }
    }

    private static TrustRootsException bad(Path file, int line, String what, Exception cause) {
        return new TrustRootsException(
                "trust roots " + file + ": the certificate at line " + (line + 1) + " " + what
                        + "; remove it or export it anew, 'openssl x509 -in FILE -noout -text' shows one",
                cause);
    }
}
