package io.plainsight.app.report.compliance;

import java.util.List;

/** The standards that a report can be made by. Clauses are told in our own words; the documents themselves hold. */
public enum Standard {
    NCSC(
            "ncsc",
            "NCSC Cloud Security Principles",
            "Principle 1, guidance of 2022; TLS guidance \"Using TLS to protect data\"",
            List.of(new Clause(
                    "Principle 1",
                    "Data in transit protection",
                    "Data that travels between users, services and sites is protected against tampering and eavesdropping,"
                            + " by encryption, authentication and protection of the network.",
                    List.of(
                            Figures.ENCRYPTED,
                            Figures.ENCRYPTED_BYTES,
                            Figures.PROTECTED,
                            Figures.TLS12,
                            Figures.TLS13,
                            Figures.STRONG,
                            Figures.FORWARD_SECRECY,
                            Figures.POST_QUANTUM,
                            Figures.MUTUAL),
                    List.of(Figures.DETECT, Figures.REMEDIATE),
                    List.of("plaintext*", "starttls*", "downgrade*", "tls-*", "weak-*", "certificate-*", "mutual-tls*"),
                    false,
                    List.of(
                            "Whether a private circuit or a locked room protects what passes in clear: that shows on no wire.",
                            "Who can reach the keys.")))),

    SEC09(
            "sec09",
            "AWS Well-Architected, Security pillar, SEC 9",
            "Framework of 2024-06-27",
            List.of(
                    new Clause(
                            "SEC09-BP01",
                            "Implement secure key and certificate management",
                            "Certificates are issued, rolled out and renewed in time by machines, and none is self-signed.",
                            List.of(Figures.HANDSHAKES),
                            List.of(Figures.LEAD, Figures.RENEWAL),
                            List.of("certificate-*"),
                            false,
                            List.of(
                                    "How keys are kept and who renews certificates: that is not on the wire.",
                                    "Certificates of TLS 1.3 and QUIC pass encrypted and are not seen.")),
                    new Clause(
                            "SEC09-BP02",
                            "Enforce encryption in transit",
                            "Only encrypted protocols carry sensitive data, with current versions and cipher suites.",
                            List.of(
                                    Figures.ENCRYPTED,
                                    Figures.ENCRYPTED_BYTES,
                                    Figures.TLS12,
                                    Figures.TLS13,
                                    Figures.STRONG,
                                    Figures.FORWARD_SECRECY),
                            List.of(Figures.DETECT, Figures.REMEDIATE),
                            List.of("plaintext*", "starttls*", "downgrade*", "tls-*", "weak-*"),
                            false,
                            List.of("Which of the data is sensitive.")),
                    new Clause(
                            "SEC09-BP03",
                            "Authenticate network communications",
                            "The ends of a connection prove to each other who they are.",
                            List.of(Figures.MUTUAL, Figures.HANDSHAKES),
                            List.of(),
                            List.of("mutual-tls*", "certificate-weak", "handshake-failure*", "unexpected-destination"),
                            false,
                            List.of(
                                    "Authentication inside the encrypted stream, by tokens or signatures.",
                                    "Whether the certificate that a client presented in TLS 1.3 is a good one.")))),

    NIST_800_52R2(
            "nist-800-52r2",
            "NIST SP 800-52 Revision 2",
            "August 2019",
            List.of(
                    new Clause(
                            "3.1, 4.1",
                            "Protocol version support",
                            "TLS 1.2 with approved suites, TLS 1.3 since 1 January 2024; no SSL, and TLS 1.0 and 1.1 only for"
                                    + " citizens' old software.",
                            List.of(Figures.TLS12, Figures.TLS13),
                            List.of(),
                            List.of("tls-below-minimum", "downgrade*"),
                            false,
                            List.of("What a server would accept and is never asked for.")),
                    new Clause(
                            "3.2, 4.2",
                            "Server keys and certificates",
                            "Certificates are valid, are renewed in time and have keys and signatures of 112 bits of strength.",
                            List.of(Figures.HANDSHAKES),
                            List.of(Figures.LEAD, Figures.RENEWAL),
                            List.of("certificate-*"),
                            false,
                            List.of(
                                    "Certificates of TLS 1.3 and QUIC pass encrypted and are not seen.",
                                    "Revocation, where no OCSP response was stapled.")),
                    new Clause(
                            "3.3, 4.3",
                            "Cryptographic support",
                            "Only approved cipher suites and groups are chosen, with forward secrecy preferred.",
                            List.of(Figures.STRONG, Figures.FORWARD_SECRECY, Figures.POST_QUANTUM),
                            List.of(),
                            List.of("weak-*"),
                            true,
                            List.of(
                                    "Whether a module is validated by FIPS 140.",
                                    "The suites are judged by the profile named under \"policy\"; give nist-800-52r2 to a zone"
                                            + " for this standard's own list.")))),

    PCI_DSS_4(
            "pci-dss-4",
            "PCI DSS",
            "4.0.1, June 2024",
            List.of(
                    new Clause(
                            "4.2.1",
                            "Strong cryptography for PAN over open, public networks",
                            "Only trusted, valid certificates are accepted; no insecure version, algorithm or key size is in use"
                                    + " or fallen back to.",
                            List.of(
                                    Figures.ENCRYPTED,
                                    Figures.ENCRYPTED_BYTES,
                                    Figures.PROTECTED,
                                    Figures.TLS12,
                                    Figures.STRONG),
                            List.of(Figures.LEAD, Figures.DETECT, Figures.REMEDIATE),
                            List.of("plaintext*", "starttls*", "downgrade*", "tls-*", "weak-*", "certificate-*"),
                            false,
                            List.of(
                                    "Which connections carry PAN: name the cardholder data environment as a zone of the policy"
                                            + " and read that zone.",
                                    "Whether clients refuse certificates that they should not trust.")),
                    new Clause(
                            "4.2.1.1",
                            "Inventory of trusted keys and certificates",
                            "There is an inventory of the keys and certificates that protect PAN in transit.",
                            List.of(),
                            List.of(Figures.LEAD, Figures.RENEWAL),
                            List.of("certificate-*"),
                            false,
                            List.of(
                                    "Here are figures about certificates that passed in clear, not the inventory itself.",
                                    "Certificates of TLS 1.3 and QUIC pass encrypted and are not seen.")),
                    new Clause(
                            "12.3.3",
                            "Cipher suites and protocols in use",
                            "Suites and protocols in use are documented with purpose and place, watched, and reviewed every 12"
                                    + " months, with a plan for their end.",
                            List.of(Figures.STRONG, Figures.TLS13, Figures.FORWARD_SECRECY, Figures.POST_QUANTUM),
                            List.of(),
                            List.of("weak-*", "tls-below-minimum"),
                            true,
                            List.of("What each is used for, and the plan: only their owners can write that down."))));

    private final String id;
    private final String title;
    private final String edition;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of, as every list in a clause is
    private final List<Clause> clauses;

    Standard(String id, String title, String edition, List<Clause> clauses) {
        this.id = id;
        this.title = title;
        this.edition = edition;
        this.clauses = clauses;
    }

    /** As the command line spells it. */
    @Override
    public String toString() {
        return id;
    }

    String id() {
        return id;
    }

    String title() {
        return title;
    }

    String edition() {
        return edition;
    }

    List<Clause> clauses() {
        return clauses;
    }
}
