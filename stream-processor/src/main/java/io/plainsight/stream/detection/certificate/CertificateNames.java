package io.plainsight.stream.detection.certificate;

import io.plainsight.events.Observation;
import io.plainsight.stream.policy.IpAddress;
import java.util.List;
import java.util.Locale;

/** What a certificate and its issuer are called, in a form that stays the same from one renewal to the next. */
final class CertificateNames {
    /** The family of every certificate that signs itself. */
    static final String SELF_SIGNED = "self-signed";

    private CertificateNames() {}

    /** The common name, else the first alternative DNS name, else the service: lower case, never empty. */
    static String of(Observation observation, Observation.Server server) {
        String name = HostNames.commonName(server.subject());
        List<String> alternatives = server.x509() == null ? null : server.x509().alternativeNames();
        if ((name == null || name.isEmpty()) && alternatives != null) {
            name = alternatives.stream()
                    .filter(candidate -> IpAddress.parse(candidate).isEmpty())
                    .findFirst()
                    .orElse(null);
        }
        return name == null || name.isEmpty() ? observation.key() : name.toLowerCase(Locale.ROOT);
    }

    /**
     * Who issued it, without what changes when an authority changes its own certificate: the organisation ({@code Let's
     * Encrypt} for R3 and E5), else the common name without numbers and generations ({@code Example CA G2}).
     */
    static String issuerFamily(Observation.Server server) {
        if (server.x509() != null && Boolean.TRUE.equals(server.x509().selfSigned())) {
            return SELF_SIGNED;
        }
        if (server.issuer() == null || server.issuer().isEmpty()) {
            return "";
        }
        String organisation = HostNames.attribute(server.issuer(), "O");
        if (organisation != null) {
            return organisation.toLowerCase(Locale.ROOT);
        }
        String name = HostNames.commonName(server.issuer());
        return (name == null ? server.issuer() : name)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\b[a-z]?\\d+\\b", "")
                .replaceAll("[\\s_-]+", " ")
                .strip();
    }
}
