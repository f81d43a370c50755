package io.plainsight.sensor.canary;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Makes the secrets of one conversation and remembers them. The same conversation gets the same secrets in every process, so
 * that one may play them and another search for them.
 */
public final class Secrets {
    /** Hexadecimal digits at the end of a secret, which no other has. */
    static final int UNIQUE_LENGTH = 16;

    private final String conversation;
    private final List<String> made = new ArrayList<>();

    Secrets(String conversation) {
        this.conversation = conversation;
    }

    /** {@code CANARY-<conversation>-<place>-<16 hexadecimal digits>}. */
    public String of(String place) {
        return remember("CANARY-" + conversation + '-' + place + '-' + unique(place));
    }

    /** Sixteen bytes, for keys and cookies of fixed size. */
    public String key(String place) {
        return remember(unique(place));
    }

    /** Eight bytes, for fields that hold no more; of more letters, so that chance does not make them. */
    public String brief(String place) {
        byte[] digest = digest(place);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(digest);
        return remember(encoded.replaceAll("[+/]", "x").substring(0, 8));
    }

    /** User and password as SASL PLAIN sends them, RFC 4616. */
    public String plain() {
        return '\0' + of("user") + '\0' + of("password");
    }

    public static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public static byte[] utf16(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    List<String> made() {
        return made;
    }

    private String remember(String secret) {
        if (!made.contains(secret)) {
            made.add(secret);
        }
        return secret;
    }

    private String unique(String place) {
        return HexFormat.of().formatHex(digest(place)).substring(0, UNIQUE_LENGTH);
    }

    private byte[] digest(String place) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return sha256.digest((conversation + '/' + place).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
