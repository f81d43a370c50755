package io.plainsight.sensor.dissect;

/**
 * What {@code docs/protocols.md} says about a protocol that the sensor recognises.
 *
 * @param name as people write it, such as {@code PostgreSQL}
 * @param kind what it is to the question whether data is protected
 * @param specification where its bytes are described, such as {@code RFC 1939, RFC 2595}
 * @param reads what the sensor learns from it, one phrase
 */
public record ProtocolFacts(String name, Kind kind, String specification, String reads) {
    /** What a protocol is to the question whether data is protected. */
    public enum Kind {
        /** It protects by itself: TLS, SSH, IKE. */
        PROTECTION("protects"),
        /** It begins in clear and has a way to become protected: STARTTLS and the like, or a security layer of its own. */
        UPGRADABLE("can be protected"),
        /** It is in clear; protection must come from outside, such as TLS around it. */
        CLEAR("in clear"),
        /** A service of the network itself, such as names, time and addresses: in clear, and by default no finding. */
        NETWORK_SERVICE("network service");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
