package io.plainsight.sensor.tls;

import io.plainsight.sensor.x509.CertificateSummary;
import java.util.regex.Pattern;

/**
 * Recognises a relay of Tor by the certificate that it makes up for its link (tor-spec, "Negotiating and initializing
 * connections"; Tor's crypto_random_hostname): subject {@code CN=www.….net} and issuer {@code CN=www.….com}, each 8 to 20
 * random letters of base32 and nothing else, not the same ones. To TLS 1.2 only; in TLS 1.3 nobody sees it.
 */
final class TorLink {
    private static final Pattern SUBJECT = Pattern.compile("CN=www\\.([a-z2-7]{8,20})\\.net");
    private static final Pattern ISSUER = Pattern.compile("CN=www\\.([a-z2-7]{8,20})\\.com");

    private TorLink() {}

    /** @param leaf the server's certificate, or null */
    static boolean isRelay(CertificateSummary leaf) {
        return leaf != null
                && leaf.subject() != null
                && leaf.issuer() != null
                && (leaf.alternativeNames() == null || leaf.alternativeNames().isEmpty())
                && isRelay(leaf.subject(), leaf.issuer());
    }

    static boolean isRelay(String subject, String issuer) {
        if (!subject.startsWith("CN=www.") || !issuer.startsWith("CN=www.")) {
            return false; // nearly all: no pattern needs to be run
        }
        boolean madeUp =
                SUBJECT.matcher(subject).matches() && ISSUER.matcher(issuer).matches();
        return madeUp && !name(subject).equals(name(issuer));
    }

    private static String name(String distinguishedName) {
        return distinguishedName.substring(0, distinguishedName.lastIndexOf('.'));
    }
}
