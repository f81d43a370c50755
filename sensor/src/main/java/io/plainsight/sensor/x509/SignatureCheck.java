package io.plainsight.sensor.x509;

import io.plainsight.sensor.buffer.ByteCursor;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAParams;
import java.security.interfaces.DSAPublicKey;
import java.util.Set;

/** Whether a key signed a certificate, as far as the JDK can tell. */
final class SignatureCheck {
    /** The curves that the JDK computes on since 16; on others it reports a wrong signature instead of an unknown curve. */
    private static final Set<String> CURVES = Set.of("secp256r1", "secp384r1", "secp521r1");

    /** FIPS 186-4 section 4.2: the largest L and N. */
    private static final int MAX_DSA_PRIME_BITS = 3072;

    private static final int MAX_DSA_ORDER_BITS = 256;

    private SignatureCheck() {}

    /** True or false; null when the JDK does not know the key or the algorithm: then nothing is claimed. */
    static Boolean verifies(X509Certificate certificate, PublicKey key) {
        if (key.getEncoded() == null || isOnUnknownCurve(key) || isTooCostly(key)) {
            return null;
        }
        try {
            certificate.verify(key);
            return Boolean.TRUE;
        } catch (SignatureException e) {
            return Boolean.FALSE;
        } catch (GeneralSecurityException | RuntimeException e) {
            return null;
        }
    }

    /**
     * Whether checking a signature with {@code key} may take long. The JDK bounds RSA, and curves are bounded by their
     * names; DSA takes any numbers, and one certificate of 60 KB would hold the packet path for half a minute.
     */
    private static boolean isTooCostly(PublicKey key) {
        if (!(key instanceof DSAPublicKey dsa)) {
            return false;
        }
        DSAParams parameters = dsa.getParams();
        return parameters == null
                || parameters.getP().bitLength() > MAX_DSA_PRIME_BITS
                || parameters.getQ().bitLength() > MAX_DSA_ORDER_BITS;
    }

    private static boolean isOnUnknownCurve(PublicKey key) {
        ByteCursor spki = new ByteCursor();
        Der.expect(new ByteCursor().wrap(key.getEncoded()), Der.SEQUENCE, spki);
        PublicKeyInfo info = PublicKeyInfo.read(spki);
        return "EC".equals(info.algorithm()) && (info.curve() == null || !CURVES.contains(info.curve()));
    }
}
