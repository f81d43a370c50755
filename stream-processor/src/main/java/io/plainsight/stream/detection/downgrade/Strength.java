package io.plainsight.stream.detection.downgrade;

import io.plainsight.events.Observation;
import io.plainsight.events.tls.CipherSuiteTraits;
import io.plainsight.stream.detection.TlsVersions;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the levels of a completed, full handshake from its observation. Pure functions. */
final class Strength {
    /** Finite-field groups below this are discouraged by RFC 9325 section 4.4. */
    private static final int DH_ACCEPTED_BITS = 2048;
    /** Logjam broke 512 bits in minutes and put 1024 within reach of states (Adrian et al., 2015). */
    private static final int DH_BREAKABLE_BITS = 1024;

    private Strength() {}

    /** The dimensions that this handshake says something about; empty where it says nothing. */
    static Map<Dimension, Integer> of(Observation observation, String version) {
        Map<Dimension, Integer> levels = new EnumMap<>(Dimension.class);
        Observation.Tls tls = observation.tls();
        Observation.TlsDetail detail = observation.plainsight().tls();
        if (Boolean.TRUE.equals(tls.resumed())) {
            return levels; // shows what an earlier handshake agreed on
        }
        boolean tls13 = TlsVersions.TLS_1_3.equals(version);
        if (!tls13 && tls.cipher() != null) {
            CipherSuiteTraits suite = CipherSuiteTraits.of(tls.cipher());
            levels.put(Dimension.KEY_EXCHANGE, keyExchange(tls.cipher(), suite, detail.dhBits()));
            levels.put(Dimension.CIPHER, cipher(tls.cipher(), suite));
        }
        Integer group = group(tls.curve());
        if (group != null) {
            levels.put(Dimension.GROUP, group);
        }
        if (tls13 && tls.curve() != null && Boolean.TRUE.equals(detail.postQuantumOffered())) {
            levels.put(Dimension.POST_QUANTUM, Boolean.TRUE.equals(detail.postQuantum()) ? 1 : 0);
        }
        List<String> protocols = detail.offeredProtocols();
        if (!tls13 && protocols != null && protocols.contains("h2")) {
            levels.put(Dimension.PROTOCOL, "h2".equals(tls.nextProtocol()) ? 1 : 0);
        }
        return levels;
    }

    private static int keyExchange(String name, CipherSuiteTraits suite, Integer dhBits) {
        boolean breakable = name.contains("EXPORT") || !suite.authenticated();
        if (breakable || dhBits != null && dhBits < DH_BREAKABLE_BITS) {
            return 0;
        }
        if (!suite.forwardSecret()) {
            return 1;
        }
        return dhBits != null && dhBits < DH_ACCEPTED_BITS ? 2 : 3;
    }

    private static int cipher(String name, CipherSuiteTraits suite) {
        if (suite.aead()) {
            return 3;
        }
        List<String> weak = suite.weaknesses();
        if (weak.contains("no encryption")) {
            return 0;
        }
        boolean old = name.contains("RC4") || name.contains("RC2") || name.contains("DES") || name.contains("IDEA");
        return old ? 1 : 2;
    }

    /** Null for no group, and for one whose strength is not known. */
    static Integer group(String name) {
        if (name == null) {
            return null;
        }
        String group = name.toLowerCase(Locale.ROOT);
        if (group.startsWith("sect") || group.startsWith("secp") || group.startsWith("brainpoolp")) {
            int bits = number(group);
            return bits < 224 ? 0 : bits < 256 ? 1 : bits < 384 ? 2 : bits < 512 ? 3 : 4;
        }
        return switch (group) {
            case "x25519", "x25519mlkem768", "x25519kyber768draft00", "curvesm2", "curvesm2mlkem768", "mlkem512" -> 2;
            case "x448", "mlkem768" -> 3;
            case "mlkem1024" -> 4;
            case "ffdhe2048" -> 1;
            case "ffdhe3072", "ffdhe4096", "ffdhe6144" -> 2;
            case "ffdhe8192" -> 3;
            default -> null;
        };
    }

    /** The first number in a text: the bits of a curve. */
    private static int number(String text) {
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                value = value * 10 + c - '0';
            } else if (value > 0) {
                break;
            }
        }
        return value;
    }
}
