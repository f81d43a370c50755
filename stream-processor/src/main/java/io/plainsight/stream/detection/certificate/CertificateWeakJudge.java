package io.plainsight.stream.detection.certificate;

import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.policy.IpAddress;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Zones;
import io.plainsight.stream.profile.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Judges the server's leaf certificate: key, signature, issuer, name and life. Stateless, thread-safe. */
final class CertificateWeakJudge {
    private static final String NOT_FOR = "not valid for the requested name ";

    /** Why a chain does not validate, by the sensor's words. */
    private static final Map<String, String> TRUST_WORDS = Map.of(
            "no_root", "no path to a given root",
            "bad_signature", "not signed by the issuer of that name",
            "expired", "a certificate of the chain had expired",
            "not_yet_valid", "a certificate of the chain was not valid yet",
            "not_an_authority", "issued by a certificate that may not issue",
            "constrained", "against a constraint of its issuer");
    /** Values of {@code extendedKeyUsage} that let a certificate serve; the OIDs are old browsers' gated cryptography. */
    private static final Set<String> SERVER_PURPOSES =
            Set.of("serverAuth", "anyExtendedKeyUsage", "1.3.6.1.4.1.311.10.3.3", "2.16.840.1.113730.4.1");
    /** What DTLS protects between such peers, as {@code network.application} says. */
    private static final Set<String> FINGERPRINT_SIGNALLED = Set.of("srtp", "webrtc");

    private final Policy policy;
    private final Zones zones;

    CertificateWeakJudge(Policy policy) {
        this.policy = policy;
        this.zones = new Zones(policy.zones());
    }

    List<Finding> judge(Observation observation) {
        Observation.Server server = observation.tls().server();
        if (server == null || server.subject() == null && server.hash() == null) {
            return List.of();
        }
        Profile profile = policy.profileOf(observation);
        Profile.Certificate limits = profile.certificate();
        List<Weakness> found = weaknesses(observation, server, limits);
        if (found.isEmpty()) {
            return List.of();
        }
        Severity worst =
                found.stream().map(Weakness::severity).min(Severity::compareTo).orElseThrow();
        List<String> texts = found.stream().map(Weakness::text).toList();
        Observation.X509 x509 = server.x509();
        return List.of(FindingBuilder.of(CertificateWeakRule.TEXT, observation)
                .about(
                        Certificates.subject(observation, server.hash(), server.subject()),
                        Certificates.entity(observation, server.hash(), server.subject(), zones))
                .severity(worst)
                .reason("The certificate " + Certificates.name(server.subject()) + " at " + Services.text(observation)
                        + " is unfit: " + String.join("; ", texts) + ".")
                .note(String.join("; ", texts))
                .value("weaknesses", texts)
                .value("public_key_algorithm", x509 == null ? null : x509.publicKeyAlgorithm())
                .value("public_key_size", x509 == null ? null : x509.publicKeySize())
                .value("signature_algorithm", x509 == null ? null : x509.signatureAlgorithm())
                .value("server_name", requestedName(observation))
                .value("sha256", server.hash() == null ? null : server.hash().sha256())
                .threshold("weaknesses", "none")
                .threshold("rsa_bits", limits.rsaBits())
                .threshold("curve_bits", limits.curveBits())
                .threshold("life_days", limits.lifeDays())
                .threshold("profile", profile.name())
                .build());
    }

    private static List<Weakness> weaknesses(
            Observation observation, Observation.Server server, Profile.Certificate limits) {
        List<Weakness> found = new ArrayList<>();
        if (server.x509() == null && server.subject() == null) {
            // the sensor always has the fields of a certificate that it could read
            found.add(new Weakness(Severity.MEDIUM, "unreadable as X.509, so nothing about it can be checked"));
            return found;
        }
        if (server.x509() != null) {
            key(found, "", server.x509().publicKeyAlgorithm(), server.x509().publicKeySize(), limits);
            signature(found, "", server.x509().signatureAlgorithm(), limits);
            if (!limits.selfSigned()
                    && Boolean.TRUE.equals(server.x509().selfSigned())
                    && !isFingerprintSignalled(observation)) {
                found.add(new Weakness(Severity.MEDIUM, "self-signed"));
            }
        }
        Observation.Chain chain = chain(observation);
        issuer(found, chain, limits);
        purpose(found, chain);
        name(found, observation, server, chain);
        trust(found, observation, server, chain);
        life(found, observation.timestamp(), server.notBefore(), server.notAfter(), limits, isPublic(chain));
        return found;
    }

    /** Between peers of WebRTC the call's signalling compares fingerprints (RFC 8827 section 6.5): self-signed is right there. */
    private static boolean isFingerprintSignalled(Observation observation) {
        return observation.network() != null
                && observation.network().application() != null
                && FINGERPRINT_SIGNALLED.contains(observation.network().application());
    }

    private static void key(
            List<Weakness> found, String whose, String algorithm, Integer bits, Profile.Certificate limits) {
        if (algorithm == null || bits == null) {
            return;
        }
        boolean rsaLike = algorithm.startsWith("RSA") || algorithm.equals("DSA");
        // a size of 0 means that the sensor could not read it; edwards curves are named, 255 bits by design
        if (rsaLike && bits > 0 && bits < limits.rsaBits()) {
            found.add(new Weakness(
                    bits <= 1024 ? Severity.HIGH : Severity.MEDIUM, algorithm + " key of " + bits + " bits" + whose));
        } else if (algorithm.equals("EC") && bits > 0 && bits < limits.curveBits()) {
            found.add(new Weakness(Severity.MEDIUM, "curve of " + bits + " bits" + whose));
        }
    }

    private static void signature(
            List<Weakness> found, String whose, String signatureAlgorithm, Profile.Certificate limits) {
        if (signatureAlgorithm == null) {
            return;
        }
        String algorithm = signatureAlgorithm.toUpperCase(Locale.ROOT).replace("-", "");
        if (limits.forbiddenHashes().stream().anyMatch(algorithm::startsWith)) {
            found.add(new Weakness(
                    algorithm.startsWith("MD") ? Severity.HIGH : Severity.MEDIUM,
                    signatureAlgorithm + " signature" + whose));
        }
    }

    /**
     * What the certificate that issued it is made of. Those above may be there for old clients alone, which do not have the
     * authority as a root; and a root's own signature is checked by nobody.
     */
    private static void issuer(List<Weakness> found, Observation.Chain chain, Profile.Certificate limits) {
        if (chain == null
                || chain.certificates() == null
                || chain.certificates().size() < 2) {
            return;
        }
        Observation.Certificate issuer = chain.certificates().get(1);
        boolean issued = issuer.subject() != null
                && issuer.subject().equals(chain.certificates().get(0).issuer());
        if (!issued) {
            return;
        }
        String whose = " of its issuer " + Certificates.name(issuer.subject());
        key(found, whose, issuer.publicKeyAlgorithm(), issuer.publicKeySize(), limits);
        if (!Boolean.TRUE.equals(issuer.selfSigned())) {
            signature(found, whose, issuer.signatureAlgorithm(), limits);
        }
    }

    /** RFC 5280 section 4.2.1.12: where purposes are named, only those are. */
    private static void purpose(List<Weakness> found, Observation.Chain chain) {
        List<String> purposes = chain == null
                        || chain.certificates() == null
                        || chain.certificates().isEmpty()
                ? null
                : chain.certificates().get(0).extendedKeyUsage();
        if (purposes != null && !purposes.isEmpty() && purposes.stream().noneMatch(SERVER_PURPOSES::contains)) {
            found.add(new Weakness(Severity.LOW, "not meant for servers, but for " + String.join(", ", purposes)));
        }
    }

    /** Signed certificate timestamps are what a public authority puts in, and no private one. */
    private static boolean isPublic(Observation.Chain chain) {
        return chain != null
                && chain.certificates() != null
                && !chain.certificates().isEmpty()
                && chain.certificates().get(0).scts() != null
                && chain.certificates().get(0).scts() > 0;
    }

    /** Null where the sensor told none: one of an older version, or another source. */
    private static Observation.Chain chain(Observation observation) {
        Observation.Certificates certificates = observation.plainsight() == null
                ? null
                : observation.plainsight().certificates();
        return certificates == null ? null : certificates.server();
    }

    /** A sensor that was given roots tells whether the chain leads up to one; without roots it says nothing. */
    private static void trust(
            List<Weakness> found, Observation observation, Observation.Server server, Observation.Chain chain) {
        if (chain == null) {
            return;
        }
        List<String> words = chain.findings() == null ? List.of() : chain.findings();
        if (words.contains("revoked")) {
            found.add(new Weakness(Severity.HIGH, "revoked, by the OCSP response that the server stapled"));
        }
        boolean selfSigned =
                server.x509() != null && Boolean.TRUE.equals(server.x509().selfSigned());
        boolean leafEnded = server.notAfter() != null && observation.timestamp().isAfter(server.notAfter());
        boolean leafNotYet =
                server.notBefore() != null && observation.timestamp().isBefore(server.notBefore());
        // those have words of their own, and expiry a rule
        boolean told = isFingerprintSignalled(observation)
                || selfSigned
                || leafEnded && words.contains("expired")
                || leafNotYet && words.contains("not_yet_valid");
        if (Boolean.FALSE.equals(chain.trusted()) && !told) {
            String why = words.stream()
                    .filter(TRUST_WORDS::containsKey)
                    .map(TRUST_WORDS::get)
                    .collect(Collectors.joining(", "));
            found.add(new Weakness(Severity.MEDIUM, "untrusted: " + (why.isEmpty() ? "no path to a given root" : why)));
        }
    }

    private static void name(
            List<Weakness> found, Observation observation, Observation.Server server, Observation.Chain chain) {
        String requested = requestedName(observation);
        if (requested == null) {
            return;
        }
        if (chain != null && chain.nameMatch() != null) {
            if (!chain.nameMatch()) {
                found.add(new Weakness(Severity.MEDIUM, NOT_FOR + requested));
            }
            return;
        }
        List<String> presented = server.x509() == null || server.x509().alternativeNames() == null
                ? List.of()
                : server.x509().alternativeNames();
        if (presented.stream().allMatch(name -> IpAddress.parse(name).isPresent())) {
            // RFC 9525 no longer reads the common name; private estates still use it, and it does name the service
            String commonName = HostNames.commonName(server.subject());
            presented = commonName == null ? List.of() : List.of(commonName);
        }
        if (!HostNames.matches(requested, presented)) {
            found.add(new Weakness(Severity.MEDIUM, NOT_FOR + requested));
        }
    }

    private static void life(
            List<Weakness> found,
            Instant at,
            Instant notBefore,
            Instant notAfter,
            Profile.Certificate limits,
            boolean isPublic) {
        if (notBefore == null) {
            return;
        }
        if (at.isBefore(notBefore)) {
            found.add(new Weakness(Severity.MEDIUM, "not valid before " + notBefore));
        }
        if (notAfter == null) {
            return;
        }
        Duration life = Duration.between(notBefore, notAfter);
        int publicDays = PublicLifetime.days(notBefore);
        if (life.compareTo(Duration.ofDays(limits.lifeDays())) > 0) {
            found.add(new Weakness(Severity.LOW, "valid for " + life.toDays() + " days"));
        } else if (isPublic && life.compareTo(Duration.ofDays(publicDays)) > 0) {
            found.add(new Weakness(
                    Severity.LOW,
                    "valid for " + life.toDays() + " days, where public authorities may issue for " + publicDays));
        }
    }

    /** The SNI; null when there was none or it was (wrongly) an address. */
    private static String requestedName(Observation observation) {
        Observation.Client client = observation.tls().client();
        String name = client == null ? null : client.serverName();
        return name == null || name.isEmpty() || IpAddress.parse(name).isPresent() ? null : name;
    }

    private record Weakness(Severity severity, String text) {}
}
