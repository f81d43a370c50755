package io.plainsight.sensor.x509;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Certificates made by {@code make.sh} beside them, as DER. */
public final class TestCertificates {
    private TestCertificates() {}

    /** EC P-256 for db.internal, 90 days, signed by {@link #authority()}. */
    public static byte[] leaf() {
        return read("leaf.der");
    }

    /** RSA 1024, SHA-1, self-signed, ten years, no alternative names. */
    public static byte[] weak() {
        return read("weak.der");
    }

    /** EC P-256 root. */
    public static byte[] authority() {
        return read("ca.der");
    }

    /** Made by {@code make-chain.sh} beside the others, such as {@code chain-server}, {@code key-dsa} or {@code ocsp-good}. */
    public static byte[] made(String name) {
        return read(name + ".der");
    }

    private static byte[] read(String name) {
        try (InputStream in = TestCertificates.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
