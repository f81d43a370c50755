package io.plainsight.stream.inventory;

import io.plainsight.events.Observation;
import io.plainsight.events.ObservationServerBuilder;
import io.plainsight.events.ObservationX509Builder;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Certificates of one PEM file (RFC 7468). Those of authorities beside a server's are passed over, as is everything else,
 * private keys among it: nothing of them is kept.
 */
final class PemInventory {
    static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String BEGIN_TRUSTED = "-----BEGIN TRUSTED CERTIFICATE-----";
    private static final String END = "-----END";
    /** Types of subjectAltName, RFC 5280 section 4.2.1.6. */
    private static final int DNS_NAME = 2;

    private static final int IP_ADDRESS = 7;

    private final Path file;
    private final Consumer<String> problems;

    PemInventory(Path file, Consumer<String> problems) {
        this.file = file;
        this.problems = problems;
    }

    void read(List<String> lines, List<Inventory.Entry> into) {
        List<Inventory.Entry> found = new ArrayList<>();
        List<Inventory.Entry> authorities = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.equals(BEGIN) && !line.equals(BEGIN_TRUSTED)) {
                continue;
            }
            int end = i + 1;
            while (end < lines.size() && !lines.get(end).startsWith(END)) {
                end++;
            }
            if (end == lines.size()) {
                problem(i, "has no '-----END CERTIFICATE-----': the file is cut short");
                break;
            }
            readOne(i, String.join("", lines.subList(i + 1, end)), found, authorities);
            i = end;
        }
        boolean ownAuthority = authorities.size() == 1
                && Boolean.TRUE.equals(authorities.get(0).server().x509().selfSigned());
        into.addAll(found.isEmpty() && ownAuthority ? authorities : found);
    }

    private void readOne(int line, String base64, List<Inventory.Entry> servers, List<Inventory.Entry> authorities) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            Inventory.Entry entry = entry(certificate, file + ":" + (line + 1));
            if (certificate.getBasicConstraints() >= 0) {
                authorities.add(entry);
            } else if (entry.names().isEmpty()) {
                problem(line, "names no server, so nothing can be found by it");
            } else {
                servers.add(entry);
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            problem(line, "is no X.509 certificate that can be read");
        }
    }

    private static Inventory.Entry entry(X509Certificate certificate, String place) throws GeneralSecurityException {
        List<String> alternatives = alternatives(certificate);
        String subject = certificate.getSubjectX500Principal().toString();
        String issuer = certificate.getIssuerX500Principal().toString();
        PublicKey key = certificate.getPublicKey();
        byte[] der = certificate.getEncoded();
        Observation.Server server = ObservationServerBuilder.builder()
                .subject(subject)
                .issuer(issuer)
                .notBefore(certificate.getNotBefore().toInstant())
                .notAfter(certificate.getNotAfter().toInstant())
                .hash(new Observation.Hash(digest("SHA-1", der), digest("SHA-256", der)))
                .x509(ObservationX509Builder.builder()
                        .serialNumber(certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT))
                        .publicKeyAlgorithm(algorithm(key))
                        .publicKeySize(bits(key))
                        .signatureAlgorithm(certificate.getSigAlgName())
                        .alternativeNames(alternatives)
                        .selfSigned(isSelfSigned(certificate))
                        .build())
                .build();
        return new Inventory.Entry(
                names(alternatives, subject), "", server, place, digest("SHA-256", key.getEncoded()));
    }

    private static List<String> alternatives(X509Certificate certificate) throws CertificateParsingException {
        List<String> names = new ArrayList<>();
        if (certificate.getSubjectAlternativeNames() != null) {
            for (List<?> name : certificate.getSubjectAlternativeNames()) {
                int type = (Integer) name.get(0);
                if (type == DNS_NAME || type == IP_ADDRESS) {
                    names.add(name.get(1).toString());
                }
            }
        }
        return names;
    }

    /** What a client may ask for: the alternative names, else the common name, lower case. */
    private static List<String> names(List<String> alternatives, String subject) {
        if (!alternatives.isEmpty()) {
            return alternatives.stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .toList();
        }
        for (String part : subject.split(",")) {
            String attribute = part.strip();
            if (attribute.startsWith("CN=") && attribute.length() > 3) {
                return List.of(attribute.substring(3).toLowerCase(Locale.ROOT));
            }
        }
        return List.of();
    }

    /** As the sensor names them: the JDK says EdDSA for both curves. */
    private static String algorithm(PublicKey key) {
        return key instanceof EdECPublicKey edwards ? edwards.getParams().getName() : key.getAlgorithm();
    }

    private static Integer bits(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength();
        }
        if (key instanceof ECPublicKey ec) {
            return ec.getParams().getCurve().getField().getFieldSize();
        }
        return key instanceof DSAPublicKey dsa && dsa.getParams() != null
                ? dsa.getParams().getP().bitLength()
                : null;
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false; // another key with the same name signed it, or nobody can tell
        }
    }

    private static String digest(String algorithm, byte[] der) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(der));
    }

    private void problem(int line, String what) {
        problems.accept(file + ":" + (line + 1) + ": the certificate " + what
                + "; remove it or export it anew, 'openssl x509 -in FILE -noout -text' shows one");
    }
}
