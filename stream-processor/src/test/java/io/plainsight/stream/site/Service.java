package io.plainsight.stream.site;

import io.plainsight.stream.scenario.Abilities;
import io.plainsight.stream.scenario.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One address and port of the site with what answers there. Changes as the site lives. */
final class Service {
    final String ip;
    final int port;
    /** Asked for by SNI; null where the clients of the protocol send none. */
    final String name;

    final double weight;
    final List<Member> members = new ArrayList<>();
    /** The clear protocol that TLS begins in; null where it begins at once. */
    String starttls;

    String mutual;
    boolean quic;
    boolean external;
    double failures;
    int issued;
    /** Kept out of what is customary, because something is planted there. */
    boolean planted;

    /** What a fault makes of a connection; null in peace. */
    Fault fault;

    /** What answers: one machine of the pool. */
    static final class Member {
        Abilities abilities;
        Machine.Marks marks = Machine.Marks.STANDARD;
        Leaf leaf;

        Member(Abilities abilities, Leaf leaf) {
            this.abilities = abilities;
            this.leaf = leaf;
        }
    }

    /**
     * A certificate.
     *
     * @param sha256 unlike any other's
     */
    record Leaf(
            String subject,
            List<String> names,
            String issuer,
            Instant notBefore,
            Instant notAfter,
            String algorithm,
            int bits,
            String signature,
            boolean selfSigned,
            String sha256) {}

    Service(String ip, int port, String name, double weight) {
        this.ip = ip;
        this.port = port;
        this.name = name;
        this.weight = weight;
    }

    String endpoint() {
        return ip + ":" + port;
    }

    /** A good certificate of the site's own authority. */
    Leaf issue(Instant from, Duration life, boolean ecdsa) {
        return issue(
                from,
                from.plus(life),
                ecdsa ? "EC" : "RSA",
                ecdsa ? 256 : 2048,
                ecdsa ? "SHA256withECDSA" : "SHA256withRSA",
                false);
    }

    Leaf issue(Instant from, Instant to, String algorithm, int bits, String signature, boolean selfSigned) {
        issued++;
        String host = name == null ? "host-" + ip.replace('.', '-') + ".site.example" : name;
        String subject = "CN=" + host;
        return new Leaf(
                subject,
                List.of(host),
                selfSigned ? subject : "CN=Site Issuing CA 1, O=Site",
                from,
                to,
                algorithm,
                bits,
                signature,
                selfSigned,
                Ids.sha256(endpoint() + '#' + issued));
    }
}
