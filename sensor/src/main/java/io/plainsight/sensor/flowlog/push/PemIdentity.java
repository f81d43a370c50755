package io.plainsight.sensor.flowlog.push;

import io.plainsight.sensor.flowlog.FlowLogException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server's certificate chain and key from PEM files (RFC 7468), ready for TLS. */
final class PemIdentity {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

    private PemIdentity() {}

    /**
     * Reads both files.
     *
     * @param chain the server's certificate first
     * @param key PKCS #8 without a password
     * @throws FlowLogException when a file cannot be read, holds something else, or they do not belong together
     */
    static SSLContext load(Path chain, Path key) throws FlowLogException {
        Certificate[] certificates = certificates(chain);
        PrivateKey privateKey = privateKey(key);
        if (!certificates[0].getPublicKey().getAlgorithm().equals(privateKey.getAlgorithm())
                && !privateKey.getAlgorithm().startsWith("Ed")) {
            throw new FlowLogException(key + ": this is not the key of the certificate in " + chain);
        }
        char[] none = {};
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, none);
            store.setKeyEntry("server", privateKey, none, certificates);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, none);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new FlowLogException(key + " and " + chain + " give no TLS identity (" + e.getMessage() + ")", e);
        }
    }

    private static Certificate[] certificates(Path chain) throws FlowLogException {
        try {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(chain)));
            if (!found.isEmpty()) {
                return found.toArray(new Certificate[0]);
            }
        } catch (GeneralSecurityException e) {
            throw new FlowLogException(chain + ": no certificate in PEM (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            throw new FlowLogException(chain + ": cannot be read (" + e.getMessage() + ")", e);
        }
        throw new FlowLogException(
                chain + ": no certificate in PEM; give the server's certificate and those of its issuers");
    }

    private static PrivateKey privateKey(Path file) throws FlowLogException {
        Matcher pem;
        InvalidKeySpecException wrong = null;
        try {
            pem = PKCS8.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new FlowLogException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
        if (pem.find()) {
            PKCS8EncodedKeySpec encoded =
                    new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
            for (String algorithm : ALGORITHMS) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
                } catch (InvalidKeySpecException e) {
                    wrong = e; // perhaps a key of another algorithm
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException("every Java platform has " + algorithm, e);
                }
            }
        }
        throw new FlowLogException(
                file + ": no private key in PEM (PKCS #8, RSA, EC or Ed25519, without a password);"
                        + " convert it with: openssl pkcs8 -topk8 -nodes -in KEY -out FILE",
                wrong);
    }
}
